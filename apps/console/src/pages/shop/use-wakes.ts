import { onScopeDispose } from 'vue';
import type { Clock } from '../../lib/clock.ts';

/** A line that was heard just before the network went is only found out by asking it once more. */
const SECOND_LOOK_MS = 1500;

/**
 * Calls when there is reason to look after line and sound: the page is visible again, came back from the
 * browser's cache, or the browser says that the network came or went. Stops with its scope.
 */
export function useWakes(clock: Clock, wake: () => void): void {
  let cancel: (() => void) | undefined;
  function wakeIfVisible(): void {
    if (!document.hidden) wake();
  }
  function lookTwice(): void {
    cancel?.();
    wake();
    cancel = clock.after(SECOND_LOOK_MS, wake);
  }
  document.addEventListener('visibilitychange', wakeIfVisible);
  window.addEventListener('pageshow', wakeIfVisible);
  window.addEventListener('online', lookTwice);
  window.addEventListener('offline', lookTwice);
  onScopeDispose(() => {
    cancel?.();
    document.removeEventListener('visibilitychange', wakeIfVisible);
    window.removeEventListener('pageshow', wakeIfVisible);
    window.removeEventListener('online', lookTwice);
    window.removeEventListener('offline', lookTwice);
  });
}
