import { answerWithin } from '../core/answer-within.ts';
import type { SubscribeRequest, Subscription } from '../core/broker.ts';
import type { EngineParts } from '../core/engine-parts.ts';
import { MessagingError } from '../core/errors.ts';
import type { Journal, JournalEntry, JournalPage } from '../core/journal.ts';
import { Cohorts } from './cohorts.ts';
import type { Reader } from './cohorts.ts';
import { MessageEncoder } from './message-encoder.ts';
import { placeOf } from './place.ts';
import type { Place } from './place.ts';

interface JoinRequest extends SubscribeRequest {
  readonly place: Place;
  readonly onCancelled: () => void;
}

/**
 * Delivers one destination's journal to its subscribers, by one rule: an entry goes to whoever stands
 * exactly one before it. Replaying and following live are therefore the same thing, and there is no
 * moment of joining in which an entry could be lost or repeated.
 *
 * One loop reads for all: those who stand at the same number share the page and its encoded frames. What is
 * done for an entry is done for those who get it, and a subscription that begins costs the others nothing.
 * A congested subscriber is passed over and read for again once its buffer has emptied.
 */
export class JournalFeed {
  readonly #destination: string;
  readonly #journal: Journal;
  readonly #parts: EngineParts;
  readonly #cohorts = new Cohorts();
  /** Congested readers, who stand nowhere until they are relieved. */
  readonly #passedOver = new Set<Reader>();
  readonly #heads = new Map<number, Promise<JournalPage>>();
  #newestSeq = 0;
  /** Of the journal that all readers stand in. */
  #epoch: string | undefined;
  /** Woken since the last read for the newest began. Stays so while nobody is there to read for. */
  #stale = false;
  #pumping = false;
  #highNext = false;
  #joining = 0;

  constructor(destination: string, journal: Journal, parts: EngineParts) {
    this.#destination = destination;
    this.#journal = journal;
    this.#parts = parts;
  }

  /** True while nobody reads here and nobody is about to. */
  get isIdle(): boolean {
    return this.#cohorts.isEmpty && this.#passedOver.size === 0 && this.#joining === 0;
  }

  /** Says that the journal may have grown. */
  wake(): void {
    this.#stale = true;
    this.#pump();
  }

  /** Finds out where the journal stands and answers a subscription that starts there, or after `after`. */
  async subscribe(request: SubscribeRequest, onCancelled: () => void): Promise<Subscription> {
    const place = placeOf(request);
    this.#joining += 1;
    try {
      const head = await this.#readHead(request.after ?? Number.MAX_SAFE_INTEGER);
      return this.#subscription({ ...request, place, onCancelled }, head);
    } catch (error) {
      this.#joining -= 1;
      throw error;
    }
  }

  #subscription(
    { after, headers, session, place, onCancelled }: JoinRequest,
    page: JournalPage,
  ): Subscription {
    const { newestSeq, oldestSeq, epoch } = page;
    const isSameJournal = headers.epoch === undefined || epoch === undefined || headers.epoch === epoch;
    const recovered = after === undefined || (isSameJournal && after >= oldestSeq - 1 && after <= newestSeq);
    const cursor = recovered && after !== undefined ? after : newestSeq;
    let state: 'joining' | 'over' | Reader = 'joining';
    return {
      receiptHeaders: {
        seq: String(newestSeq),
        oldest: String(oldestSeq),
        recovered: String(recovered),
        ...(epoch === undefined ? {} : { epoch }),
      },
      start: () => {
        if (state !== 'joining') return;
        this.#checkEpoch(page);
        state = { session, place, cohort: undefined };
        this.#cohorts.add(state, cursor);
        this.#joining -= 1;
        this.#newestSeq = Math.max(this.#newestSeq, newestSeq);
        this.#pump();
      },
      cancel: () => {
        if (state === 'over') return;
        const left = state;
        state = 'over';
        if (left === 'joining') this.#joining -= 1;
        else this.#remove(left);
        onCancelled();
      },
    };
  }

  #remove(reader: Reader): void {
    this.#cohorts.remove(reader);
    this.#passedOver.delete(reader);
  }

  /** Many who come back at once ask for the same number: one read answers all of them. */
  #readHead(after: number): Promise<JournalPage> {
    const shared = this.#heads.get(after);
    if (shared) return shared;
    const head = this.#read(after, 1).finally(() => this.#heads.delete(after));
    this.#heads.set(after, head);
    return head;
  }

  #read(after: number, limit: number): Promise<JournalPage> {
    const { limits, timers } = this.#parts;
    return answerWithin(
      limits.answerTimeLimitMs,
      timers,
      this.#journal.read(this.#destination, after, limit),
    );
  }

  #pump(): void {
    if (!this.#pumping) void this.#run();
  }

  async #run(): Promise<void> {
    this.#pumping = true;
    try {
      for (let after = this.#nextRead(); after !== undefined; after = this.#nextRead()) {
        const page = await this.#read(after, this.#parts.limits.maxJournalPageEntries);
        this.#checkEpoch(page);
        if (isGap(page, after)) {
          this.#newestSeq = page.newestSeq;
          this.#fail(this.#cohorts.at(after)?.all() ?? []);
        } else {
          // A subscription may have learnt of more while this page was on its way.
          this.#newestSeq = Math.max(this.#newestSeq, page.newestSeq);
        }
        for (const entry of page.entries) this.#deliver(entry);
      }
    } catch (error) {
      // The next poll tries again; subscribers only wait.
      this.#stale = true;
      this.#parts.logger.warn({ err: error, destination: this.#destination }, 'a journal could not be read');
    }
    // In the same turn as the last look for work, or a wake-up in between would find nobody listening.
    this.#pumping = false;
  }

  /** The number to read after, or undefined when there is nothing to do for anyone who can take more. */
  #nextRead(): number | undefined {
    if (this.#cohorts.isEmpty) return undefined;
    const { highest } = this.#cohorts;
    if (this.#stale) {
      this.#stale = false;
      return highest;
    }
    const { lowest } = this.#cohorts;
    if (lowest >= this.#newestSeq) return undefined;
    // Whoever follows live must not wait until someone else's long replay is over.
    this.#highNext = !this.#highNext;
    return this.#highNext && highest < this.#newestSeq ? highest : lowest;
  }

  #deliver(entry: JournalEntry): void {
    const cohort = this.#cohorts.at(entry.seq - 1);
    if (!cohort) return;
    const encoder = new MessageEncoder({
      headers: {
        destination: this.#destination,
        'message-id': `${entry.seq}@${this.#destination}`,
        'content-type': entry.contentType,
        seq: String(entry.seq),
      },
      body: entry.payload,
    });
    for (const group of cohort.groups()) {
      let frame;
      for (const reader of group) {
        const { outlet } = reader.session;
        if (outlet.congested) {
          this.#passOver(reader, cohort.cursor);
          continue;
        }
        frame ??= encoder.encode(reader.place);
        outlet.send(frame);
        this.#parts.counters.deliveries += 1;
      }
    }
    this.#cohorts.move(cohort, entry.seq);
  }

  /** Lets a congested reader stay where it is, and nobody wait for it, until its buffer has emptied. */
  #passOver(reader: Reader, cursor: number): void {
    this.#cohorts.remove(reader);
    this.#passedOver.add(reader);
    reader.session.outlet.onceRelieved(() => {
      if (!this.#passedOver.delete(reader)) return;
      this.#cohorts.add(reader, cursor);
      this.#pump();
    });
  }

  /** Lets everybody go when the journal began anew: where they stand means nothing in it. */
  #checkEpoch({ epoch, newestSeq }: JournalPage): void {
    const before = this.#epoch;
    this.#epoch = epoch ?? before;
    if (before === undefined || this.#epoch === before) return;
    this.#newestSeq = newestSeq;
    this.#fail([...this.#cohorts.all(), ...this.#passedOver]);
  }

  #fail(readers: readonly Reader[]): void {
    const error = new MessagingError('journal_gap', this.#destination);
    for (const reader of readers) {
      this.#remove(reader);
      reader.session.fail(error);
    }
  }
}

/** True when what follows `after` is not there any more, or never was: trimmed, reset, or a broken promise. */
function isGap(page: JournalPage, after: number): boolean {
  if (page.newestSeq < after) return true;
  return page.newestSeq > after && page.entries[0]?.seq !== after + 1;
}
