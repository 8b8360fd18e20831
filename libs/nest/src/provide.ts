import { type Provider } from '@nestjs/common';
import { type Held, type Key } from './token.js';

/** For each thing that is needed, what it is provided under. */
type KeysOf<Needed> = { readonly [N in keyof Needed]: Key<Needed[N]> };

/** As the constructor takes them: one object of options, or one after the other. */
type KeysFor<A extends readonly unknown[]> = A extends readonly [infer Options]
  ? KeysOf<Options> | KeysOf<[Options]>
  : KeysOf<A>;

/** Provides a class under itself. What its constructor takes is named by what provides it. */
export function provide<A extends readonly unknown[], T>(
  type: new (...given: A) => T,
  keys: KeysFor<NoInfer<A>>,
): Provider {
  if (Array.isArray(keys)) {
    const make = (...given: unknown[]): T => new type(...(given as unknown as A));
    return { provide: type, useFactory: make, inject: keys };
  }
  const make = (options: unknown): T => new type(...([options] as unknown as A));
  return factory(type, keys as Readonly<Record<string, Key<unknown>>>, make);
}

/** Provides what is made of other things. */
export function provideBy<T, const K extends Readonly<Record<string, Key<unknown>>>>(
  key: Key<T>,
  keys: K,
  make: (given: { readonly [N in keyof K]: Held<K[N]> }) => NoInfer<T> | Promise<NoInfer<T>>,
): Provider {
  return factory(key, keys, make as (given: object) => unknown);
}

/** Provides a part of something that is provided, by the part's name. */
export function providePart<T, N extends string>(
  key: Key<T>,
  whole: Key<{ readonly [P in N]: NoInfer<T> }>,
  name: N,
): Provider {
  return factory(key, { whole }, (given) => (given as { whole: Record<N, T> }).whole[name]);
}

/** Provides what is there already. */
export function provideValue<T>(key: Key<T>, value: NoInfer<T>): Provider {
  return { provide: key, useValue: value };
}

/** The one place where names and order of dependencies meet: both come from one object. */
function factory(
  provided: Key<unknown>,
  keys: Readonly<Record<string, Key<unknown>>>,
  make: (given: object) => unknown,
): Provider {
  const names = Object.keys(keys);
  const useFactory = (...given: unknown[]): unknown =>
    make(Object.fromEntries(names.map((name, i) => [name, given[i]])));
  return { provide: provided, useFactory, inject: Object.values(keys) };
}
