import { useEvent } from './use-event.ts';

/** Calls back whenever the buyer comes back: the page is shown again, or the phone has a network again. */
export function useReturn(onReturn: () => void): void {
  useEvent(document, 'visibilitychange', () => {
    if (document.visibilityState === 'visible') onReturn();
  });
  useEvent(window, 'online', onReturn);
}
