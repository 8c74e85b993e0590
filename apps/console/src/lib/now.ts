import { onScopeDispose, ref } from 'vue';
import type { Ref } from 'vue';
import type { Clock } from './clock.ts';

/** The time in milliseconds as a ref that moves once a second, until its scope ends. */
export function useNow(clock: Clock): Readonly<Ref<number>> {
  const now = ref(clock.now());
  onScopeDispose(clock.every(1000, () => (now.value = clock.now())));
  return now;
}
