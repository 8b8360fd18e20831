import { type Static, type TSchema } from 'typebox';

/** What a schema describes, as it is answered: whoever builds it may hand over what others hold, too. */
export type Answer<S extends TSchema> = Immutable<Static<S>>;

type Immutable<T> = T extends readonly (infer Item)[]
  ? readonly Immutable<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Immutable<T[Key]> }
    : T;
