import type { SubscribeRequest, Subscription } from '../core/broker.ts';
import type { EngineParts } from '../core/engine-parts.ts';
import type { Journal } from '../core/journal.ts';
import type { Timer } from '../core/timer-wheel.ts';
import { JournalFeed } from './journal-feed.ts';
import { createJournalLookup } from './journal-lookup.ts';
import type { JournalMapping } from './journal-lookup.ts';

/** The feeds that have subscribers; a feed lives from the first SUBSCRIBE to the last UNSUBSCRIBE. */
export class JournalFeeds {
  /** The journal of a destination, if it has one. */
  readonly journalOf: (destination: string) => Journal | undefined;
  readonly #parts: EngineParts;
  readonly #feeds = new Map<string, JournalFeed>();
  readonly #stops: (() => void)[];
  #poll: Timer;

  constructor(mappings: readonly JournalMapping[], parts: EngineParts) {
    this.journalOf = createJournalLookup(mappings, parts.separator);
    this.#parts = parts;
    const wake = (destination: string): void => this.#feeds.get(destination)?.wake();
    this.#stops = [...new Set(mappings.map(({ journal }) => journal))].map((journal) =>
      journal.onAppend(wake),
    );
    this.#poll = this.#schedulePoll();
  }

  subscribe(journal: Journal, request: SubscribeRequest): Promise<Subscription> {
    const { destination } = request;
    let feed = this.#feeds.get(destination);
    if (!feed) {
      feed = new JournalFeed(destination, journal, this.#parts);
      this.#feeds.set(destination, feed);
    }
    const joined = feed;
    const release = (): void => {
      if (joined.isIdle && this.#feeds.get(destination) === joined) this.#feeds.delete(destination);
    };
    return joined.subscribe(request, release).catch((error: unknown) => {
      release();
      throw error;
    });
  }

  close(): void {
    this.#poll.cancel();
    for (const stop of this.#stops) stop();
    this.#feeds.clear();
  }

  #schedulePoll(): Timer {
    const { journalPollMs, maxJournalPollsPerSecond } = this.#parts.limits;
    return this.#parts.timers.schedule(journalPollMs, () => {
      this.#pollSome(Math.ceil((maxJournalPollsPerSecond * journalPollMs) / 1_000));
      this.#poll = this.#schedulePoll();
    });
  }

  /** Wakes the feeds that were polled longest ago: a Map remembers the order in which keys were set. */
  #pollSome(count: number): void {
    for (const [destination, feed] of [...this.#feeds.entries().take(count)]) {
      this.#feeds.delete(destination);
      this.#feeds.set(destination, feed);
      feed.wake();
    }
  }
}
