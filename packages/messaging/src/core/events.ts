import { EventEmitter } from 'node:events';
import type { ConnectedSession } from './connected-session.ts';
import type { Logger } from './logger.ts';

/** What an engine tells whoever listens: Spring's application events of the same names. */
export interface MessagingEvents {
  /** CONNECTED was sent. */
  connect: [session: ConnectedSession];
  /** The session is over, however it ended. */
  disconnect: [session: ConnectedSession];
  subscribe: [session: ConnectedSession, subscription: { id: string; destination: string }];
  unsubscribe: [session: ConnectedSession, subscription: { id: string; destination: string }];
  /** The broker behind a relay came or went. */
  brokerAvailability: [isAvailable: boolean];
  /** The link to the other nodes came or went; `degraded` serves its own clients only. */
  cluster: [state: 'joined' | 'degraded'];
}

/** The engine's events; a listener that throws is logged and hurts nobody. */
export class EngineEvents {
  readonly emitter = new EventEmitter<MessagingEvents>();
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  emit<Name extends keyof MessagingEvents>(name: Name, ...details: MessagingEvents[Name]): void {
    // One by one: node's own emit stops at the first listener that throws.
    for (const listener of this.emitter.listeners(name)) {
      try {
        (listener as (...all: MessagingEvents[Name]) => void)(...details);
      } catch (error) {
        this.#logger.error({ err: error, event: name }, 'a listener failed');
      }
    }
  }
}
