/** Something said: an announcement, or a message from one person to another. */
export interface Entry {
  /** Made by the page of whoever said it; what comes twice is shown once. */
  readonly id: string;
  readonly from: string;
  /** Nobody in particular: an announcement. */
  readonly to?: string;
  readonly text: string;
  /** Milliseconds since 1970: when it was typed, then when the server had it. */
  readonly at: number;
  /**
   * `waiting` has not been confirmed, and is sent again when the line is back; `said` was; `unheard` was said
   * to somebody who was not there; `refused` is not to be sent again.
   */
  readonly state: 'waiting' | 'said' | 'unheard' | 'refused';
}

/** How much is kept; what waits is kept in any case. */
const MAX_ENTRIES = 300;

/** Adds an entry, in the place of what had its id; a confirmed one goes to the end, where its time belongs. */
export function put(entries: readonly Entry[], entry: Entry): Entry[] {
  const known = entries.find(({ id }) => id === entry.id);
  if (known && known.state !== 'waiting' && entry.state !== 'waiting') return [...entries];
  const others = entries.filter(({ id }) => id !== entry.id);
  const surplus = others.length + 1 - MAX_ENTRIES;
  const kept =
    surplus > 0 ? others.filter(({ state }, index) => index >= surplus || state === 'waiting') : others;
  return [...kept, entry];
}

/** Whose conversation an entry belongs to, seen by one of the two; undefined is the announcements. */
export function peerOf({ from, to }: Entry, self: string): string | undefined {
  return to === undefined || to !== self ? to : from;
}
