import { onScopeDispose, ref } from 'vue';

/** The present, once a second. */
export function useNow() {
  const nowMs = ref(Date.now());
  const timer = setInterval(() => (nowMs.value = Date.now()), 1_000);
  onScopeDispose(() => clearInterval(timer));
  return nowMs;
}
