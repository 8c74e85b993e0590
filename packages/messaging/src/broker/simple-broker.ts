import type {
  Acknowledgement,
  Broker,
  BrokerFactory,
  Operation,
  SubscribeRequest,
  Subscription,
} from '../core/broker.ts';
import type { EngineParts } from '../core/engine-parts.ts';
import type { Subscriber } from '../core/connected-session.ts';
import { MessagingError } from '../core/errors.ts';
import type { Message } from '../core/message.ts';
import { MessageEncoder } from './message-encoder.ts';
import { placeOf, SubscriberGroups } from './subscriber-groups.ts';
import type { Place } from './subscriber-groups.ts';

export interface SimpleBrokerOptions {
  /** The destinations it serves begin with one of these and a slash. Default: `/topic` and `/queue`. */
  prefixes?: readonly string[];
  /**
   * What the server offers for heart-beats, in milliseconds: how often it can send one, and how often
   * it wants to hear one (STOMP 1.2, "Heart-beating"). 0 is none. Default: 10 s both ways.
   */
  heartbeatMs?: readonly [number, number];
}

/** A broker in this process: every subscriber of a destination gets each message sent to it. */
export function simpleBroker(options: SimpleBrokerOptions = {}): BrokerFactory {
  const { prefixes = ['/topic', '/queue'], heartbeatMs = [10_000, 10_000] } = options;
  return (parts) => new SimpleBroker(prefixes, heartbeatMs, parts);
}

const NO_HEADERS = Object.freeze({});
/** For whoever asks for what came `after` a number: without a journal, nothing is kept. */
const NOT_RECOVERED = Object.freeze({ recovered: 'false' });

class SimpleBroker implements Broker {
  readonly heartbeatMs: readonly [number, number];
  readonly #prefixes: readonly string[];
  readonly #parts: EngineParts;
  readonly #destinations = new Map<string, SubscriberGroups>();

  constructor(prefixes: readonly string[], heartbeatMs: readonly [number, number], parts: EngineParts) {
    this.#prefixes = prefixes.map((prefix) => (prefix.endsWith('/') ? prefix : `${prefix}/`));
    this.heartbeatMs = heartbeatMs;
    this.#parts = parts;
  }

  check(_command: string, destination: string): void {
    if (!this.#prefixes.some((prefix) => destination.startsWith(prefix))) {
      throw new MessagingError('unknown_destination', destination);
    }
  }

  send(message: Message): void {
    const groups = this.#destinations.get(message.destination);
    if (!groups) return;
    const encoder = new MessageEncoder(message);
    for (const { start, version, members } of groups.all()) {
      const frame = encoder.encode(start, version);
      for (const { subscriber } of members) {
        if (message.onlyFor !== undefined && message.onlyFor !== subscriber.id) continue;
        subscriber.outlet.send(frame);
        this.#parts.counters.deliveries += 1;
      }
    }
  }

  subscribe({ destination, id, session, after }: SubscribeRequest): Subscription {
    const place = placeOf(id, session.version);
    let state: 'joining' | 'over' | { leave: () => void } = 'joining';
    return {
      receiptHeaders: after === undefined ? NO_HEADERS : NOT_RECOVERED,
      start: () => {
        if (state === 'joining') state = { leave: this.#add(destination, place, session) };
      },
      cancel: () => {
        if (typeof state === 'object') state.leave();
        state = 'over';
      },
    };
  }

  connect(): void {
    // Nothing is kept for a session that has not subscribed.
  }

  disconnect(): void {
    // Its subscriptions were cancelled.
  }

  acknowledge({ command }: Acknowledgement): void {
    throw new MessagingError('unsupported_command', command);
  }

  commit(operations: readonly Operation[]): void {
    for (const operation of operations) {
      if ('message' in operation) this.send(operation.message);
      else this.acknowledge(operation.acknowledgement);
    }
  }

  close(): void {
    this.#destinations.clear();
  }

  #add(destination: string, place: Place, subscriber: Subscriber): () => void {
    let groups = this.#destinations.get(destination);
    if (!groups) {
      groups = new SubscriberGroups();
      this.#destinations.set(destination, groups);
    }
    const joined = groups;
    const member = joined.add(place, subscriber);
    return () => {
      joined.remove(member);
      if (joined.isEmpty && this.#destinations.get(destination) === joined) {
        this.#destinations.delete(destination);
      }
    };
  }
}
