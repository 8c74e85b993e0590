import { inject } from 'vue';
import type { InjectionKey } from 'vue';

/**
 * Makes a key to provide something by, and the composable that reads it.
 * The composable throws when nothing was provided: a page without its parts must not limp on.
 */
export function provided<Value>(what: string): [key: InjectionKey<Value>, use: () => Value] {
  const key: InjectionKey<Value> = Symbol(what);
  function use(): Value {
    const value = inject(key, undefined);
    if (value === undefined) throw new Error(`${what} was not provided`);
    return value;
  }
  return [key, use];
}
