import type { ConnectedSession } from '../core/connected-session.ts';
import type { Counters } from '../core/counters.ts';
import type { HeldMessage } from './held-message.ts';
import type { MessageEncoder } from './message-encoder.ts';
import type { Place } from './place.ts';
import type { Consumer } from './shared-queue.ts';

/** A subscription of a queue with `ack:auto`: what was sent to it counts as taken. */
export class AutoConsumer implements Consumer {
  readonly session: ConnectedSession;
  readonly hasRoom = true;
  index = -1;
  readonly #place: Place;
  readonly #counters: Counters;

  constructor(session: ConnectedSession, place: Place, counters: Counters) {
    this.session = session;
    this.#place = place;
    this.#counters = counters;
  }

  deliver(held: HeldMessage, encoder: MessageEncoder): void {
    held.attempts += 1;
    const place = held.attempts > 1 ? this.#place.withHeaders({ redelivered: 'true' }) : this.#place;
    this.session.outlet.send(encoder.encode(place));
    this.#counters.deliveries += 1;
  }

  close(): void {
    // Holds nothing.
  }
}
