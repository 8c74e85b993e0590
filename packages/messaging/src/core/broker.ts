import type { HeaderMap } from '@carillon/stomp';
import type { ConnectedSession } from './connected-session.ts';
import type { EngineParts } from './engine-parts.ts';
import type { Message } from './message.ts';

/** How deliveries are acknowledged (STOMP 1.2, "SUBSCRIBE ack Header"). */
export type AckMode = 'auto' | 'client' | 'client-individual';

export interface SubscribeRequest {
  /** Where the messages come from. */
  readonly destination: string;
  /** Goes into each MESSAGE; a STOMP 1.0 client may leave it out. */
  readonly id: string | undefined;
  readonly session: ConnectedSession;
  readonly ackMode: AckMode;
  /** The number after which a journal is to be replayed; without it, only what comes from now on. */
  readonly after: number | undefined;
  /** All headers of the SUBSCRIBE frame, for brokers that know more of them. */
  readonly headers: HeaderMap;
  /** What MESSAGEs name as their destination, where that is not where they come from: `/user/queue/x`. */
  readonly shownDestination?: string;
}

/**
 * One accepted subscription. Whoever asked for it sends the RECEIPT, then calls `start`; no MESSAGE
 * goes out before. `start` cannot fail: after its RECEIPT a frame gets no ERROR. `cancel` ends it at once,
 * started or not, and may be called again.
 */
export interface Subscription {
  /** What the RECEIPT says besides `receipt-id`. */
  readonly receiptHeaders: HeaderMap;
  start(): void;
  /** With the headers of an UNSUBSCRIBE, for brokers that know more of them; without, when its session is over. */
  cancel(headers?: HeaderMap): void;
  /** As `cancel`, for an UNSUBSCRIBE that asks for a RECEIPT; left out where `cancel` takes effect at once. */
  cancelAndConfirm?(headers?: HeaderMap): Promise<void>;
  /**
   * Delivers nothing more, as the client is gone; but frames of it still wait, and an ACK among them counts, until
   * `cancel`. Left out where nothing is acknowledged: then `cancel` is called at once.
   */
  mute?(): void;
}

/** An ACK or NACK frame. */
export interface Acknowledgement {
  readonly command: 'ACK' | 'NACK';
  /** STOMP 1.2: the `ack` header of the MESSAGE; before: its `message-id`. */
  readonly id: string;
  /** Given by 1.1 clients, and by some 1.0 ones. */
  readonly subscription: string | undefined;
  readonly headers: HeaderMap;
}

/** What a transaction holds back until its COMMIT. */
export type Operation = { readonly message: Message } | { readonly acknowledgement: Acknowledgement };

export type SubscribableCommand = 'SEND' | 'SUBSCRIBE';

/**
 * Decides who gets a message. Messages of one sender to one destination are delivered in order.
 *
 * Layers of an engine (handlers, user destinations, journals, the cluster) are brokers around a broker.
 * Whatever answers a promise is waited for before the frame's RECEIPT goes out and the session's next
 * frame is looked at; whatever throws or rejects ends the session with an ERROR.
 */
export interface Broker {
  /** What the server offers for heart-beats: [sends every, expects every], in milliseconds; 0 is none. */
  readonly heartbeatMs: readonly [number, number];
  /**
   * What becomes of it in a cluster: nothing, as all nodes share what is behind it (`shared`), or the engine
   * does not start, as what it keeps is one node's alone (`refused`). Left out, its messages are carried.
   */
  readonly inCluster?: 'shared' | 'refused' | undefined;
  /** Throws MessagingError when the command cannot work on this destination, whoever asks. */
  check(command: SubscribableCommand, destination: string): void;
  /** Before CONNECTED is sent, with the headers of CONNECT. A rejection refuses the session. */
  connect(session: ConnectedSession, headers?: HeaderMap): void | Promise<void>;
  /**
   * Delivers to all who are subscribed now. Without a session it is the application that sends. With
   * `confirm` the sender waits for a RECEIPT: what is answered settles when the message is safe.
   */
  send(message: Message, session?: ConnectedSession, confirm?: boolean): void | Promise<void>;
  /** Answers at once where nothing must be read first. Throws or rejects with MessagingError or StompError. */
  subscribe(request: SubscribeRequest): Subscription | Promise<Subscription>;
  /** Takes an ACK or NACK. Throws MessagingError for what was never delivered or is settled already. */
  acknowledge(
    acknowledgement: Acknowledgement,
    session: ConnectedSession,
    confirm: boolean,
  ): void | Promise<void>;
  /** Carries out a transaction: in order, all of it or nothing. */
  commit(operations: readonly Operation[], session: ConnectedSession, confirm: boolean): void | Promise<void>;
  /** Before the RECEIPT of a DISCONNECT: settles when everything that the session sent is safe. */
  settle?(session: ConnectedSession): void | Promise<void>;
  /** The session is over; called once for each that `connect` was called for. */
  disconnect(session: ConnectedSession): void;
  /** Stops timers and reading; subscriptions get nothing more. */
  close(): void | Promise<void>;
}

/** Makes the broker of an engine; `simpleBroker(…)` answers one. */
export type BrokerFactory = (parts: EngineParts) => Broker;

/** All calls handed on to another broker: what a layer does not care about. */
export function forwardTo(broker: Broker): Broker {
  return {
    heartbeatMs: broker.heartbeatMs,
    inCluster: broker.inCluster,
    check: (command, destination) => broker.check(command, destination),
    connect: (session, headers) => broker.connect(session, headers),
    send: (message, session, confirm) => broker.send(message, session, confirm),
    subscribe: (request) => broker.subscribe(request),
    acknowledge: (acknowledgement, session, confirm) => broker.acknowledge(acknowledgement, session, confirm),
    commit: (operations, session, confirm) => broker.commit(operations, session, confirm),
    settle: (session) => broker.settle?.(session),
    disconnect: (session) => broker.disconnect(session),
    close: () => broker.close(),
  };
}
