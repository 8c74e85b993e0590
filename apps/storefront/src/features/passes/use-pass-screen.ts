import { createPassScreen } from '@carillon/buyer';
import type { LineState, PassScreen, PassScreenState } from '@carillon/buyer';
import { onScopeDispose, shallowRef } from 'vue';
import type { ShallowRef } from 'vue';
import { useApi } from '../../lib/api.ts';
import { useEvent } from '../../lib/use-event.ts';

/** Often enough that no code outlives its time by what the eye sees. */
const TICK_MS = 250;
/** How often it is asked what a scan came to, while the line does not tell. */
const ASK_EVERY_MS = 2_000;

interface PassScreenInUse extends PassScreen {
  state: Readonly<ShallowRef<PassScreenState>>;
}

/** The screen that shows a pass, as long as it stands; it opens by itself. */
export function usePassScreen(passId: number, line: () => LineState): PassScreenInUse {
  const api = useApi();
  const state = shallowRef<PassScreenState>({ name: 'opening' });
  const screen = createPassScreen({
    show: async () => (await api('showPass', { params: { passId } })).showing,
    readResult: async ({ id: showingId }) =>
      (await api('readPassResult', { params: { passId, showingId } })).result,
    nowMs: () => Date.now(),
    onState: (now) => (state.value = now),
  });

  const ticking = setInterval(screen.tick, TICK_MS);
  const asking = setInterval(() => {
    if (line() !== 'online' && document.visibilityState === 'visible') void screen.ask();
  }, ASK_EVERY_MS);
  // What was scanned while the page slept is asked at once.
  useEvent(document, 'visibilitychange', () => {
    if (document.visibilityState === 'visible') void screen.ask();
  });
  onScopeDispose(() => {
    clearInterval(ticking);
    clearInterval(asking);
  });
  void screen.open();
  return { ...screen, state };
}
