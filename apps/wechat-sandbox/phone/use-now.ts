import { onScopeDispose, ref } from 'vue';

/** How far the sandbox's time is ahead of this machine's. */
const aheadMs = ref(0);

export function setSandboxAhead(ms: number): void {
  aheadMs.value = ms;
}

/** The present in the sandbox, once a second. */
export function useNow() {
  const nowMs = ref(Date.now() + aheadMs.value);
  const timer = setInterval(() => (nowMs.value = Date.now() + aheadMs.value), 1_000);
  onScopeDispose(() => clearInterval(timer));
  return nowMs;
}
