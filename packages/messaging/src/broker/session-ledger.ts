import type { Acknowledgement } from '../core/broker.ts';
import { MessagingError } from '../core/errors.ts';
import type { Limits } from '../core/limits.ts';
import type { AckWindow } from './ack-window.ts';

/**
 * What one session has of the broker besides plain subscriptions: patterns, and windows. Ids of deliveries
 * are looked up here and nowhere else, so that no session can acknowledge what another one got.
 */
export class SessionLedger {
  /** What the deliveries hold that are not acknowledged. */
  bytes = 0;
  patterns = 0;
  readonly #limits: Limits;
  readonly #bySerial = new Map<string, AckWindow>();
  readonly #bySubscription = new Map<string, AckWindow>();
  /** Windows that had no room only because the session had none. */
  readonly #starved = new Set<AckWindow>();
  #lastSerial = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  nextSerial(): string {
    this.#lastSerial += 1;
    return this.#lastSerial.toString(36);
  }

  add(window: AckWindow): void {
    this.#bySerial.set(window.serial, window);
    if (window.id !== undefined) this.#bySubscription.set(window.id, window);
  }

  remove(window: AckWindow): void {
    this.#bySerial.delete(window.serial);
    this.#starved.delete(window);
    if (window.id !== undefined && this.#bySubscription.get(window.id) === window) {
      this.#bySubscription.delete(window.id);
    }
  }

  hasRoomFor(window: AckWindow): boolean {
    if (this.bytes < this.#limits.maxUnackedBytesPerSession) return true;
    this.#starved.add(window);
    return false;
  }

  /** Tells windows that had no room when the session has some again. */
  relieve(): void {
    if (this.#starved.size === 0 || this.bytes >= this.#limits.maxUnackedBytesPerSession) return;
    const starved = [...this.#starved];
    this.#starved.clear();
    for (const window of starved) window.relieved();
  }

  /** The window that waits for this ACK or NACK. Throws MessagingError `unknown_ack`. */
  find({ id, subscription }: Acknowledgement): AckWindow {
    const window = this.#candidate(id, subscription);
    if (!window?.has(id)) throw new MessagingError('unknown_ack', id);
    return window;
  }

  #candidate(id: string, subscription: string | undefined): AckWindow | undefined {
    const bySerial = this.#bySerial.get(id.slice(0, Math.max(id.lastIndexOf('-'), 0)));
    if (bySerial?.has(id)) return bySerial;
    if (subscription !== undefined) return this.#bySubscription.get(subscription);
    // STOMP 1.0: a message-id alone.
    for (const window of this.#bySerial.values()) if (window.has(id)) return window;
    return undefined;
  }
}
