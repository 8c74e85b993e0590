import type { HeaderMap, StompVersion } from '@carillon/stomp';
import type { Counters } from './counters.ts';
import type { MessagingError } from './errors.ts';
import type { Limits } from './limits.ts';
import type { Logger } from './logger.ts';
import type { Message } from './message.ts';
import type { Timers } from './timer-wheel.ts';
import type { WireFrame } from './wire-frame.ts';

/** The way out to one client. */
export interface Outlet {
  /** Takes a frame to be sent in order, within this turn of the event loop. Never throws, never waits. */
  send(frame: WireFrame): void;
  /** True while so much waits to be sent that whoever can wait (a replay) should. */
  readonly congested: boolean;
  /** Calls back once, soon after `congested` has become false; or never, when the client goes. */
  onceRelieved(callback: () => void): void;
}

/** Who subscribes: one session. */
export interface Subscriber {
  readonly version: StompVersion;
  readonly outlet: Outlet;
  /** Ends the session because its subscription cannot go on. */
  fail(error: MessagingError): void;
}

export interface SubscribeRequest {
  readonly destination: string;
  /** Goes into each MESSAGE; a STOMP 1.0 client may leave it out. */
  readonly id: string | undefined;
  readonly subscriber: Subscriber;
  /** The number after which a journal is to be replayed; without it, only what comes from now on. */
  readonly after: number | undefined;
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
  cancel(): void;
}

export type SubscribableCommand = 'SEND' | 'SUBSCRIBE';

/** Decides who gets a message. Messages of one sender to one destination are delivered in order. */
export interface Broker {
  /** What the server offers for heart-beats: [sends every, expects every], in milliseconds; 0 is none. */
  readonly heartbeatMs: readonly [number, number];
  /** Throws MessagingError when the command cannot work on this destination, whoever asks. */
  check(command: SubscribableCommand, destination: string): void;
  /** Delivers to all who are subscribed now. */
  send(message: Message): void;
  /** Answers at once where nothing must be read first. Throws or rejects with MessagingError or StompError. */
  subscribe(request: SubscribeRequest): Subscription | Promise<Subscription>;
  /** Stops timers and reading; subscriptions get nothing more. */
  close(): void;
}

/** What every part of one engine shares. */
export interface EngineParts {
  readonly limits: Limits;
  readonly timers: Timers;
  readonly counters: Counters;
  readonly logger: Logger;
}

/** Makes the broker of an engine; `simpleBroker(…)` answers one. */
export type BrokerFactory = (parts: EngineParts) => Broker;
