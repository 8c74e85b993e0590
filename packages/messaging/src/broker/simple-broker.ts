import type { Broker, BrokerFactory, EngineParts, Subscription, SubscribeRequest } from '../core/broker.ts';
import { MessagingError } from '../core/errors.ts';
import type { Message } from '../core/message.ts';
import { MessageEncoder } from './message-encoder.ts';
import { SubscriberGroups } from './subscriber-groups.ts';

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
    const headers = { destination: message.destination, 'message-id': message.id, ...message.headers };
    const encoder = new MessageEncoder({ headers, body: message.body });
    for (const { start, version, members } of groups.all()) {
      const frame = encoder.encode(start, version);
      for (const member of members) member.subscriber.outlet.send(frame);
      this.#parts.counters.deliveries += members.length;
    }
  }

  subscribe({ destination, id, subscriber }: SubscribeRequest): Subscription {
    return {
      receiptHeaders: NO_HEADERS,
      start: () => undefined,
      cancel: this.#add(destination, id, subscriber),
    };
  }

  close(): void {
    this.#destinations.clear();
  }

  #add(destination: string, id: string | undefined, subscriber: SubscribeRequest['subscriber']): () => void {
    let groups = this.#destinations.get(destination);
    if (!groups) {
      groups = new SubscriberGroups();
      this.#destinations.set(destination, groups);
    }
    const joined = groups;
    const member = joined.add(id, subscriber);
    return () => {
      joined.remove(member);
      if (joined.isEmpty && this.#destinations.get(destination) === joined) {
        this.#destinations.delete(destination);
      }
    };
  }
}
