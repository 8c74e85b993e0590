import type { Acknowledgement, SubscribeRequest } from '../core/broker.ts';
import type { ConnectedSession } from '../core/connected-session.ts';
import type { EngineParts } from '../core/engine-parts.ts';
import type { HeldMessage } from './held-message.ts';
import type { MessageEncoder } from './message-encoder.ts';
import type { Place } from './place.ts';
import type { SessionLedger } from './session-ledger.ts';

/** Why a message comes back: a NACK; or its subscription is over. */
export type ReturnReason = 'rejected' | 'abandoned';

/** Where the messages of a window come from, and go back to. */
export interface Source {
  /** Takes what was not acknowledged, in the order in which it was delivered. */
  takeBack(returned: readonly HeldMessage[], reason: ReturnReason, window: AckWindow): void;
  /** Hears that a window that was full may have room again. */
  relieved(window: AckWindow): void;
}

export interface AckWindowOptions {
  readonly request: SubscribeRequest;
  readonly place: Place;
  readonly ledger: SessionLedger;
  readonly source: Source;
  readonly parts: EngineParts;
}

/**
 * The deliveries of one subscription that its client has to acknowledge, and has not yet (STOMP 1.2, "SUBSCRIBE
 * ack Header"). In the mode `client` an ACK or NACK counts for all before it too.
 */
export class AckWindow {
  readonly id: string | undefined;
  readonly session: ConnectedSession;
  /** Names the window within its session. */
  readonly serial: string;
  /** Its place in lists of a queue. */
  index = -1;
  readonly #place: Place;
  readonly #isCumulative: boolean;
  readonly #ledger: SessionLedger;
  readonly #source: Source;
  readonly #parts: EngineParts;
  /** By the id that the client will name, in the order of delivery. */
  readonly #held = new Map<string, HeldMessage>();
  #isMuted = false;
  #lastAckId = 0;

  constructor({ request, place, ledger, source, parts }: AckWindowOptions) {
    this.id = request.id;
    this.session = request.session;
    this.serial = ledger.nextSerial();
    this.#place = place;
    this.#isCumulative = request.ackMode === 'client';
    this.#ledger = ledger;
    this.#source = source;
    this.#parts = parts;
  }

  get isMuted(): boolean {
    return this.#isMuted;
  }

  /** False while as much is unacknowledged as may be, of this subscription or of its whole session. */
  get hasRoom(): boolean {
    if (this.#isMuted) return false;
    return this.#held.size < this.#parts.limits.maxUnackedMessages && this.#ledger.hasRoomFor(this);
  }

  /** Delivers a message that is kept; its encoder may serve others too. */
  deliver(held: HeldMessage, encoder: MessageEncoder): void {
    held.attempts += 1;
    const headers: Record<string, string> = {};
    const key = this.#keyOf(held);
    if (this.#place.version === '1.2') headers.ack = key;
    if (held.attempts > 1) headers.redelivered = 'true';
    this.#held.set(key, held);
    this.#ledger.bytes += held.bytes;
    this.session.outlet.send(encoder.encode(this.#place.withHeaders(headers)));
    this.#parts.counters.deliveries += 1;
  }

  has(id: string): boolean {
    return this.#held.has(id);
  }

  /** The ids for which an ACK or NACK of this one counts, the oldest first. */
  coveredBy(id: string): string[] {
    if (!this.#isCumulative) return [id];
    const covered: string[] = [];
    for (const key of this.#held.keys()) {
      covered.push(key);
      if (key === id) break;
    }
    return covered;
  }

  /** Carries out an ACK or NACK of an id that it has. */
  settle(id: string, command: Acknowledgement['command']): void {
    const settled = this.#takeOut(this.coveredBy(id));
    if (command === 'NACK') this.#source.takeBack(settled, 'rejected', this);
    this.#source.relieved(this);
    this.#ledger.relieve();
  }

  /** Hears that its session may have room again. */
  relieved(): void {
    this.#source.relieved(this);
  }

  /** Lets nobody deliver any more; what it holds may still be acknowledged. */
  mute(): void {
    this.#isMuted = true;
  }

  /** Gives back all that it holds: the subscription is over. */
  close(): void {
    this.#ledger.remove(this);
    this.#source.takeBack(this.#takeOut([...this.#held.keys()]), 'abandoned', this);
    this.#ledger.relieve();
  }

  #takeOut(ids: readonly string[]): HeldMessage[] {
    return ids.flatMap((id) => {
      const held = this.#held.get(id);
      if (!held) return [];
      this.#held.delete(id);
      this.#ledger.bytes -= held.bytes;
      return [held];
    });
  }

  /** STOMP 1.2 has a header for it; before, a client names the `message-id`. */
  #keyOf({ message }: HeldMessage): string {
    if (this.#place.version !== '1.2') return message.headers['message-id'] ?? '';
    this.#lastAckId += 1;
    return `${this.serial}-${this.#lastAckId.toString(36)}`;
  }
}
