import { encodeFrame } from '@carillon/stomp';
import type { Frame } from '@carillon/stomp';
import { callApplication } from './call-application.ts';
import { ClientError } from './client-error.ts';
import type { Clock } from './clock.ts';
import type { Line } from './line.ts';
import type { LineLoss } from './line-loss.ts';
import { JournalCursor } from './subscription.ts';
import type { SubscribeOptions, Subscription } from './subscription.ts';

export interface BookParts {
  readonly clock: Clock;
  readonly subscribeTimeLimitMs: number;
  /** The server's word on a subscription came, or `remaining` changed. */
  onChange(): void;
}

interface Entry {
  readonly destination: string;
  readonly options: SubscribeOptions;
  readonly cursor: JournalCursor;
  /** The id on the present line. Each SUBSCRIBE has a new one, so that messages for an earlier one are told apart. */
  id: string | undefined;
  /** Calls off the limit of the RECEIPT that is waited for; undefined when none is. */
  stopLimit: (() => void) | undefined;
}

/** All subscriptions of a client, through all of its lines. */
export class SubscriptionBook {
  readonly #parts: BookParts;
  readonly #entries = new Set<Entry>();
  readonly #byId = new Map<string, Entry>();
  #line: Line | undefined;
  #idCount = 0;

  constructor(parts: BookParts) {
    this.#parts = parts;
  }

  /** Messages that are still to come before every subscription is up to date. */
  get remaining(): number {
    let remaining = 0;
    for (const { cursor } of this.#entries) remaining += cursor.remaining;
    return remaining;
  }

  /** True while the server's word on a subscription is awaited. */
  get isWaiting(): boolean {
    for (const { stopLimit } of this.#entries) if (stopLimit) return true;
    return false;
  }

  add(destination: string, options: SubscribeOptions): Subscription {
    const entry: Entry = {
      destination,
      options,
      cursor: new JournalCursor(options),
      id: undefined,
      stopLimit: undefined,
    };
    this.#entries.add(entry);
    this.#subscribe(entry);
    return {
      destination,
      get lastSeq() {
        return entry.cursor.lastSeq;
      },
      unsubscribe: () => this.#remove(entry),
    };
  }

  /** Puts all subscriptions on a new line, each from where it stands. */
  attach(line: Line): void {
    this.#line = line;
    for (const entry of this.#entries) this.#subscribe(entry);
  }

  /** The line is gone; where each subscription stands is kept. */
  detach(): void {
    this.#line = undefined;
    for (const entry of this.#entries) this.#forget(entry);
  }

  handleMessage(frame: Frame): void {
    const entry = this.#byId.get(frame.headers.subscription ?? '');
    if (!entry) return;
    const before = entry.cursor.remaining;
    callApplication(this.#parts.clock, () => {
      if (entry.cursor.accept(frame) === 'gap') this.#resume(entry);
    });
    if (before !== entry.cursor.remaining) this.#parts.onChange();
  }

  handleReceipt({ headers }: Frame): void {
    const entry = this.#byId.get(headers['receipt-id'] ?? '');
    if (!entry?.stopLimit) return;
    entry.stopLimit();
    entry.stopLimit = undefined;
    callApplication(this.#parts.clock, () => entry.cursor.acknowledge(headers));
    this.#parts.onChange();
  }

  /**
   * Ends the subscription that the server's ERROR answered.
   * @returns what tells its owner; undefined when the ERROR answered none.
   */
  takeRefused({ receiptId, code, message }: LineLoss): (() => void) | undefined {
    const entry = this.#byId.get(receiptId ?? '');
    if (!entry) return undefined;
    this.#forget(entry);
    this.#entries.delete(entry);
    return () =>
      callApplication(this.#parts.clock, () => entry.options.onRefused?.(new ClientError(code, message)));
  }

  #subscribe(entry: Entry): void {
    const line = this.#line;
    if (!line) return;
    this.#idCount += 1;
    const id = `sub-${this.#idCount}`;
    const { destination, cursor } = entry;
    const after: Record<string, string> = {};
    if (cursor.lastSeq !== undefined) after.after = String(cursor.lastSeq);
    if (cursor.lastSeq !== undefined && cursor.epoch !== undefined) after.epoch = cursor.epoch;
    this.#byId.set(id, entry);
    entry.id = id;
    entry.stopLimit = this.#parts.clock.after(this.#parts.subscribeTimeLimitMs, () =>
      line.giveUp('subscribe_timed_out', `The server did not confirm the subscription to ${destination}.`),
    );
    line.send(encodeFrame({ command: 'SUBSCRIBE', headers: { id, destination, receipt: id, ...after } }));
  }

  #resume(entry: Entry): void {
    this.#unsubscribe(entry);
    this.#subscribe(entry);
  }

  #remove(entry: Entry): void {
    if (!this.#entries.delete(entry)) return;
    this.#unsubscribe(entry);
    this.#parts.onChange();
  }

  #unsubscribe(entry: Entry): void {
    const { id } = entry;
    if (id === undefined) return;
    this.#forget(entry);
    this.#line?.send(encodeFrame({ command: 'UNSUBSCRIBE', headers: { id } }));
  }

  #forget(entry: Entry): void {
    if (entry.id !== undefined) this.#byId.delete(entry.id);
    entry.stopLimit?.();
    entry.id = undefined;
    entry.stopLimit = undefined;
  }
}
