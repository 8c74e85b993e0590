import { onScopeDispose } from 'vue';
import { useEvent } from './use-event.ts';

/** Keeps the screen on while the scope lives, where the browser can: it lets go by itself when the page is hidden. */
export function useWakeLock(): void {
  let lock: WakeLockSentinel | undefined;
  let isOver = false;

  async function hold(): Promise<void> {
    if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return;
    try {
      lock = await navigator.wakeLock.request('screen');
      if (isOver) await lock.release();
    } catch {
      // A nearly empty battery refuses it. The screen then goes off as it always does.
    }
  }

  useEvent(document, 'visibilitychange', () => void hold());
  onScopeDispose(() => {
    isOver = true;
    void lock?.release().catch(() => undefined);
  });
  void hold();
}
