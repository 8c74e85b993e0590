import type { Arrival, Transport } from '../session/session-parts.ts';
import type { Receiver } from './websocket-connection.ts';

/** A conversation that was begun, and what must be called once when its transport is gone. */
export interface OpenedConversation {
  /** Gets what the client sends; of a SockJS message the text as UTF-8. */
  readonly session: Receiver;
  readonly onGone: () => void;
}

/** Begins to talk over a transport: by a STOMP session, unless a test has its own. Throws what refuses it. */
export type OpenConversation = (transport: Transport, arrival: Arrival) => OpenedConversation;
