import { onScopeDispose, shallowRef } from 'vue';
import type { ShallowRef } from 'vue';

/** The time in milliseconds since 1970, moving on every second while the scope lives. */
export function useNow(): Readonly<ShallowRef<number>> {
  const now = shallowRef(Date.now());
  const timer = setInterval(() => (now.value = Date.now()), 1_000);
  onScopeDispose(() => clearInterval(timer));
  return now;
}
