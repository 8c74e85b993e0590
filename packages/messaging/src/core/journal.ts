/** One numbered event of a destination. */
export interface JournalEntry {
  readonly seq: number;
  /** Not copied by readers: whoever made it must not change it afterwards. */
  readonly payload: Uint8Array;
  readonly contentType: string;
}

export interface JournalPage {
  readonly entries: readonly JournalEntry[];
  /** The oldest entry kept; newest + 1 when nothing is kept. */
  readonly oldestSeq: number;
  /** 0 when nothing was ever written. */
  readonly newestSeq: number;
  /**
   * An id made with the journal of this destination, where it may one day begin anew with number 1: a number of
   * one epoch says nothing in another. Left out by journals that never lose what they have.
   */
  readonly epoch?: string | undefined;
}

/**
 * An append-only, gap-free, numbered sequence of events per destination: 1, 2, 3 …
 *
 * Whoever implements it promises: numbers become visible in order and without holes (never 5 before
 * 4, whatever commits first); an entry never changes; entries go away from the oldest on only; and
 * the three parts of a page are of one moment.
 */
export interface Journal {
  /** Entries with seq > `after`, ascending, without holes, at most `limit`. */
  read(destination: string, after: number, limit: number): Promise<JournalPage>;
  /**
   * Calls back when a destination may have new entries. May be spurious, may be missed: readers also
   * poll. Answers a function that stops it.
   */
  onAppend(listener: (destination: string) => void): () => void;
}
