import { onScopeDispose, readonly, shallowRef } from 'vue';
import type { Ref } from 'vue';

/** What is read from the server: `ready` stays shown, `isBusy`, while it is read again. */
export type Reading<Value> =
  | { readonly name: 'loading' }
  | { readonly name: 'ready'; readonly value: Value; readonly isBusy: boolean }
  | { readonly name: 'failed'; readonly error: unknown };

/**
 * Reads something from the server, again whenever it is asked to: the answer to the last question counts, and those
 * before it are called off. Ends with its scope.
 * @param read asks once; it is handed the signal that calls it off
 */
export function useReading<Value>(read: (signal: AbortSignal) => Promise<Value>) {
  const state = shallowRef<Reading<Value>>({ name: 'loading' });
  let current: AbortController | undefined;

  async function ask(before: Reading<Value>): Promise<void> {
    current?.abort();
    const mine = (current = new AbortController());
    state.value = before;
    try {
      const value = await read(mine.signal);
      if (!mine.signal.aborted) state.value = { name: 'ready', value, isBusy: false };
    } catch (error) {
      if (!mine.signal.aborted) state.value = { name: 'failed', error };
    }
  }
  function again(): Promise<void> {
    const { value } = state;
    return ask(value.name === 'ready' ? { ...value, isBusy: true } : { name: 'loading' });
  }
  onScopeDispose(() => current?.abort());

  return {
    state: readonly(state) as Readonly<Ref<Reading<Value>>>,
    /** Reads it for the first time, or something else in its place. */
    start: () => ask({ name: 'loading' }),
    /** Reads the same again; what is known stays in sight. */
    again,
    /** Puts in what is known by other means. */
    put: (value: Value) => void (state.value = { name: 'ready', value, isBusy: false }),
  };
}
