import { Session } from '../session/session.ts';
import type { Arrival, SessionParts, Transport } from '../session/session-parts.ts';
import type { Connections } from './connections.ts';
import { countSession } from './count-session.ts';
import type { OpenedConversation } from './conversation.ts';

export interface SessionOpening extends SessionParts {
  readonly connections: Connections;
}

/** Begins a STOMP session over a transport and counts it as open. Throws what refuses the session. */
export function openSession(
  parts: SessionOpening,
  transport: Transport,
  arrival: Arrival,
): OpenedConversation {
  const session = new Session(parts, transport, arrival);
  return { session, onGone: countSession(session, transport.name, parts) };
}
