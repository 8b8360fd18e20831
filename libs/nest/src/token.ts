import { type Abstract, Inject as NestInject } from '@nestjs/common';

declare const held: unique symbol;

/** A name under which a module provides a `T` that is no class of its own: a port, a configuration. */
export type Token<T> = symbol & { readonly [held]: () => T };

/** What something is provided under: its class, or a token. */
export type Key<T> = Token<T> | Abstract<T>;

/** What is provided under a key. */
export type Held<K> = K extends Token<infer T> ? T : K extends Abstract<infer T> ? T : never;

/** A token of its own. `name` is what Nest says when nobody provides it. */
export function token<T>(name: string): Token<T> {
  return Symbol(name) as Token<T>;
}

type ParameterAt<C, I extends number> = C extends abstract new (...given: infer P) => unknown
  ? P[I]
  : never;

/** Nest's `@Inject`, for a parameter whose type the compiler holds against the token's. */
export function Inject<T>(
  key: Token<T>,
): <C, I extends number>(
  target: C,
  property: undefined,
  index: T extends ParameterAt<C, I> ? I : never,
) => void {
  const decorate = NestInject(key);
  return (target, property, index) => decorate(target as object, property, index);
}

/** What an application provides under a key, whichever of its modules does. */
export function heldBy<T>(
  app: { get(key: symbol | Abstract<unknown>, options: { strict: false }): unknown },
  key: Key<T>,
): T {
  return app.get(key, { strict: false }) as T;
}
