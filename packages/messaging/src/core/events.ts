import { EventEmitter } from 'node:events';
import type { ConnectedSession } from './connected-session.ts';
import { isPromiseLike } from './answer-within.ts';
import type { DisconnectReason } from './disconnect.ts';
import type { Logger } from './logger.ts';

/** What an engine tells whoever listens: Spring's application events of the same names. */
export interface MessagingEvents {
  /** CONNECTED was sent. */
  connect: [session: ConnectedSession];
  /** The session is over: by its own DISCONNECT (`normal`), by the server, or `connection_lost`. */
  disconnect: [session: ConnectedSession, reason: DisconnectReason];
  subscribe: [session: ConnectedSession, subscription: { id: string; destination: string }];
  unsubscribe: [session: ConnectedSession, subscription: { id: string; destination: string }];
  /** A user's first session came, on whichever node. */
  userOnline: [userName: string];
  /** A user's last session went, on whichever node, and none came for as long as `presence` says. */
  userOffline: [userName: string];
  /** The broker behind a relay came or went. */
  brokerAvailability: [isAvailable: boolean];
  /** The link to the other nodes came or went; `degraded` serves its own clients only. */
  cluster: [state: 'joined' | 'degraded'];
}

/** The engine's events; a listener that throws or rejects is logged and hurts nobody. */
export class EngineEvents {
  readonly emitter = new EventEmitter<MessagingEvents>();
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  emit<Name extends keyof MessagingEvents>(name: Name, ...details: MessagingEvents[Name]): void {
    const onError = (error: unknown): void =>
      this.#logger.error({ err: error, event: name }, 'a listener failed');
    // One by one: node's own emit stops at the first listener that throws. Raw, so that `once` is once.
    for (const listener of this.emitter.rawListeners(name)) {
      try {
        const answer = (listener as (...all: MessagingEvents[Name]) => unknown)(...details);
        if (isPromiseLike(answer)) answer.then(undefined, onError);
      } catch (error) {
        onError(error);
      }
    }
  }
}
