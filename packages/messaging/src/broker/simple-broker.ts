import { isAntPattern } from '../core/ant-pattern.ts';
import type { AntPattern } from '../core/ant-pattern.ts';
import type {
  Acknowledgement,
  Broker,
  BrokerFactory,
  Operation,
  SubscribeRequest,
  Subscription,
} from '../core/broker.ts';
import type { ConnectedSession } from '../core/connected-session.ts';
import type { EngineParts } from '../core/engine-parts.ts';
import { MessagingError } from '../core/errors.ts';
import type { Message } from '../core/message.ts';
import { AckWindow } from './ack-window.ts';
import type { Source } from './ack-window.ts';
import { AutoConsumer } from './auto-consumer.ts';
import { checkTransaction, isForQueue } from './check-transaction.ts';
import { readClientPattern } from './client-pattern.ts';
import { DeadLetters } from './dead-letters.ts';
import { OwnCopies } from './own-copies.ts';
import { placeOf } from './place.ts';
import type { Place } from './place.ts';
import { SessionLedger } from './session-ledger.ts';
import { SharedQueues } from './shared-queues.ts';
import { StartedOnce } from './started-once.ts';
import type { Membership } from './started-once.ts';
import { Topics } from './topics.ts';

export interface SimpleBrokerOptions {
  /** The destinations it serves begin with one of these and a slash. Default: `/topic` and `/queue`. */
  prefixes?: readonly string[];
  /** Those of the prefixes whose destinations are queues. Default: `/queue`. */
  queuePrefixes?: readonly string[];
  /** Whether clients may subscribe by Ant patterns, e.g. `/topic/orders-*`. Default: true. */
  patterns?: boolean;
  /**
   * `spring`: queues are topics, all subscribers get each message, and with none it is gone. `shared`: one
   * subscriber gets each, and until there is one it waits; on one node only, a cluster refuses it. Default: `spring`.
   */
  queueSemantics?: 'spring' | 'shared';
  /**
   * Where messages go that were rejected or left behind `maxDeliveryAttempts` times, or waited for
   * `queueIdleLimitMs` in a queue without subscribers: a destination of the broker, which is a shared queue that keeps them. Default: nowhere.
   */
  deadLetter?: string;
  /**
   * What the server offers for heart-beats, in milliseconds: how often it can send one, and how often
   * it wants to hear one (STOMP 1.2, "Heart-beating"). 0 is none. Default: 10 s both ways.
   */
  heartbeatMs?: readonly [number, number];
}

/** A broker in this process, for topics, patterns of topics, and queues. */
export function simpleBroker(options: SimpleBrokerOptions = {}): BrokerFactory {
  return (parts) => new SimpleBroker(options, parts);
}

const NO_HEADERS = Object.freeze({});
/** For whoever asks for what came `after` a number: without a journal, nothing is kept. */
const NOT_RECOVERED = Object.freeze({ recovered: 'false' });

class SimpleBroker implements Broker {
  /** A shared queue is on one node: across nodes nobody could say which subscriber is the one. */
  readonly inCluster: 'refused' | undefined;
  readonly heartbeatMs: readonly [number, number];
  readonly #prefixes: readonly string[];
  readonly #hasPatterns: boolean;
  readonly #parts: EngineParts;
  readonly #topics: Topics;
  readonly #queues: SharedQueues;
  readonly #ownCopies: OwnCopies;
  /** Of sessions that have more than plain subscriptions. Weak: a late subscription may ask for one after the end. */
  readonly #ledgers = new WeakMap<ConnectedSession, SessionLedger>();

  constructor(options: SimpleBrokerOptions, parts: EngineParts) {
    const {
      prefixes = ['/topic', '/queue'],
      queuePrefixes = ['/queue'],
      heartbeatMs = [10_000, 10_000],
    } = options;
    const { queueSemantics = 'spring', deadLetter } = options;
    this.inCluster = queueSemantics === 'shared' ? 'refused' : undefined;
    this.#prefixes = prefixes.map(withSlash);
    this.#hasPatterns = options.patterns ?? true;
    this.heartbeatMs = heartbeatMs;
    this.#parts = parts;
    this.#topics = new Topics(parts);
    const deadLetters = new DeadLetters(deadLetter, parts, (message) => this.send(message));
    const sharedPrefixes = queueSemantics === 'shared' ? queuePrefixes.map(withSlash) : [];
    this.#queues = new SharedQueues({ prefixes: sharedPrefixes, deadLetter, deadLetters, parts });
    this.#ownCopies = new OwnCopies(parts, deadLetters);
    if (deadLetter !== undefined) this.check('SEND', deadLetter);
  }

  check(_command: string, destination: string): void {
    if (!this.#prefixes.some((prefix) => destination.startsWith(prefix))) {
      throw new MessagingError('unknown_destination', destination);
    }
  }

  connect(): void {
    // Nothing is kept for a session that has not subscribed.
  }

  send(message: Message, session?: ConnectedSession): void {
    if (isForQueue(message, this.#queues)) this.#queues.offer(message, session?.user.name);
    else this.#topics.send(message);
  }

  subscribe(request: SubscribeRequest): Subscription {
    const { destination, after, shownDestination } = request;
    const receiptHeaders = after === undefined ? NO_HEADERS : NOT_RECOVERED;
    // What is sent to one session is not shared, whatever it is named.
    const isShared = shownDestination === undefined && this.#queues.include(destination);
    if (this.#hasPatterns && isAntPattern(destination)) {
      if (isShared) throw new MessagingError('unsupported_pattern', destination);
      return new StartedOnce(receiptHeaders, this.#byPattern(request));
    }
    const place = placeOf(request);
    const join = isShared
      ? () => this.#joinQueue(request, place)
      : () => this.#joinTopic(request, destination, place);
    return new StartedOnce(receiptHeaders, join);
  }

  acknowledge(acknowledgement: Acknowledgement, session: ConnectedSession): void {
    const { id, command } = acknowledgement;
    const window = this.#ledgers.get(session)?.find(acknowledgement);
    if (!window) throw new MessagingError('unknown_ack', id);
    window.settle(id, command);
  }

  commit(operations: readonly Operation[], session: ConnectedSession): void {
    const sender = session.user.name;
    checkTransaction(operations, { ledger: this.#ledgers.get(session), sender }, this.#queues);
    for (const operation of operations) {
      if ('acknowledgement' in operation) {
        // One of its own messages may have been too much for the session: then nothing is left to be settled.
        if (!session.isClosed) this.acknowledge(operation.acknowledgement, session);
      } else if (isForQueue(operation.message, this.#queues)) {
        // Not offered: the room was there before, and what this transaction put back must not refuse the rest of it.
        this.#queues.at(operation.message.destination).put(operation.message, sender);
      } else this.#topics.send(operation.message);
    }
  }

  disconnect(session: ConnectedSession): void {
    this.#ledgers.delete(session);
  }

  close(): void {
    this.#topics.clear();
    this.#queues.close();
  }

  #ledgerOf(session: ConnectedSession): SessionLedger {
    const known = this.#ledgers.get(session);
    if (known) return known;
    const ledger = new SessionLedger(this.#parts.limits);
    this.#ledgers.set(session, ledger);
    return ledger;
  }

  #byPattern(request: SubscribeRequest): () => Membership {
    const pattern = readClientPattern(request.destination, this.#parts.separator);
    const place = placeOf(request, true);
    const ledger = this.#ledgerOf(request.session);
    if (ledger.patterns >= this.#parts.limits.maxPatternsPerSession)
      throw new MessagingError('too_many_patterns');
    return () => {
      ledger.patterns += 1;
      const { leave, mute } = this.#joinTopic(request, pattern, place);
      return {
        mute,
        leave: () => {
          ledger.patterns -= 1;
          leave();
        },
      };
    };
  }

  #joinTopic(request: SubscribeRequest, where: string | AntPattern, place: Place): Membership {
    const topic = this.#topics.open(where);
    if (request.ackMode === 'auto') {
      const member = topic.add(place, request.session);
      const leave = (): void => {
        topic.remove(member);
        this.#topics.close(where, topic);
      };
      return { leave };
    }
    const window = this.#openWindow(request, place, this.#ownCopies);
    topic.addWindow(window);
    const leaveTopic = (): void => {
      topic.windows?.delete(window);
      this.#topics.close(where, topic);
    };
    return {
      mute: () => {
        leaveTopic();
        window.mute();
      },
      leave: () => {
        leaveTopic();
        window.close();
      },
    };
  }

  #joinQueue(request: SubscribeRequest, place: Place): Membership {
    const queue = this.#queues.at(request.destination);
    if (request.ackMode === 'auto') {
      const consumer = new AutoConsumer(request.session, place, this.#parts.counters);
      queue.add(consumer);
      return { leave: () => queue.remove(consumer) };
    }
    const window = this.#openWindow(request, place, queue);
    queue.add(window);
    return { mute: () => window.mute(), leave: () => queue.remove(window) };
  }

  #openWindow(request: SubscribeRequest, place: Place, source: Source): AckWindow {
    const ledger = this.#ledgerOf(request.session);
    const window = new AckWindow({ request, place, ledger, source, parts: this.#parts });
    ledger.add(window);
    return window;
  }
}

function withSlash(prefix: string): string {
  return prefix.endsWith('/') ? prefix : `${prefix}/`;
}
