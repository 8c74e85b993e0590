import { onScopeDispose, ref, shallowRef } from 'vue';
import type { WireEntry } from '../../src/control/api-types.ts';

/** So many entries are shown; older ones are dropped. */
const SHOWN_LIMIT = 200;

/** The wire log as it grows, newest first. The browser reconnects by itself and asks for what it missed. */
export function useWireFeed(onCodesChange: () => void) {
  const entries = shallowRef<WireEntry[]>([]);
  const live = ref(false);
  const source = new EventSource('/sandbox/api/events');

  source.addEventListener('open', () => (live.value = true));
  source.addEventListener('error', () => (live.value = false));
  source.addEventListener('codes', onCodesChange);
  source.addEventListener('wire', (event: MessageEvent<string>) => {
    const entry = JSON.parse(event.data) as WireEntry;
    // A sandbox that was started anew counts from 1 again.
    const known = entries.value.filter(({ seq }) => seq < entry.seq);
    entries.value = [entry, ...known].slice(0, SHOWN_LIMIT);
  });
  onScopeDispose(() => source.close());

  return { entries, live };
}
