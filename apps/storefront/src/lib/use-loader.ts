import { computed, onScopeDispose, shallowRef } from 'vue';
import type { ComputedRef, ShallowRef } from 'vue';

type LoadState<Value> =
  { name: 'loading' } | { name: 'ready'; value: Value } | { name: 'failed'; error: unknown };

export interface Loader<Value> {
  state: Readonly<ShallowRef<LoadState<Value>>>;
  /** What was loaded last; stays while it is being loaded again. */
  value: ComputedRef<Value | undefined>;
  /** Why the last attempt failed although something is shown; undefined when it went well. */
  staleBecause: Readonly<ShallowRef<unknown>>;
  /** Loads anew. Keeps showing what is there, and keeps it when the attempt fails. Never rejects. */
  reload: () => Promise<void>;
  /** The same, but a failure that is shown stays until it is known to be over. */
  retry: () => Promise<void>;
}

/**
 * Loads something from the server for as long as the scope lives.
 * A later load puts an earlier one aside, so an old answer never replaces a newer one.
 * @param load called at once and on each reload; its signal aborts when it is put aside or the scope ends
 */
export function useLoader<Value>(load: (signal: AbortSignal) => Promise<Value>): Loader<Value> {
  const state = shallowRef<LoadState<Value>>({ name: 'loading' });
  const staleBecause = shallowRef<unknown>();
  let latest = new AbortController();

  async function reload(): Promise<void> {
    if (state.value.name === 'failed') state.value = { name: 'loading' };
    await retry();
  }
  async function retry(): Promise<void> {
    latest.abort();
    const { signal } = (latest = new AbortController());
    try {
      const value = await load(signal);
      if (signal.aborted) return;
      state.value = { name: 'ready', value };
      staleBecause.value = undefined;
    } catch (error) {
      if (signal.aborted) return;
      if (state.value.name === 'ready') staleBecause.value = error;
      else state.value = { name: 'failed', error };
    }
  }

  onScopeDispose(() => latest.abort());
  void reload();
  return {
    state,
    value: computed(() => (state.value.name === 'ready' ? state.value.value : undefined)),
    staleBecause,
    reload,
    retry,
  };
}
