import { reactive, watch } from 'vue';
import type { Ref } from 'vue';
import { peerOf } from './entry.ts';
import type { Entry } from './entry.ts';

/** Counts what others said where nobody looks, by whose conversation; looking there forgets it. */
export function useUnread(
  entries: Ref<Entry[]>,
  self: string,
  shown: Ref<string | undefined>,
): Map<string | undefined, number> {
  const unread = reactive(new Map<string | undefined, number>());
  let known = new Set(entries.value.map(({ id }) => id));

  watch(entries, (now) => {
    for (const entry of now) {
      const peer = peerOf(entry, self);
      const isNews = !known.has(entry.id) && entry.from !== self && peer !== shown.value;
      if (isNews) unread.set(peer, (unread.get(peer) ?? 0) + 1);
    }
    known = new Set(now.map(({ id }) => id));
  });
  watch(shown, (peer) => unread.delete(peer), { immediate: true });
  return unread;
}
