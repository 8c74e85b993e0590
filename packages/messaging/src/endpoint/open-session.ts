import { countIn } from '../core/counters.ts';
import { Session } from '../session/session.ts';
import type { Arrival, SessionParts, Transport } from '../session/session-parts.ts';
import type { Connections } from './connections.ts';
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
  const { connections, counters } = parts;
  const session = new Session(parts, transport, arrival);
  connections.add(session);
  counters.sessions += 1;
  counters.sessionsOpened += 1;
  const { name } = transport;
  countIn(counters.transports, name);
  function onGone(): void {
    connections.delete(session);
    counters.sessions -= 1;
    countIn(counters.transports, name, -1);
  }
  return { session, onGone };
}
