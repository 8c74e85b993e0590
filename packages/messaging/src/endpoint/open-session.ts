import { countIn } from '../core/counters.ts';
import { Session } from '../session/session.ts';
import type { Arrival, SessionParts, Transport } from '../session/session-parts.ts';
import type { Connections } from './connections.ts';

/** RFC 6455 §7.4.1: the server met a condition that it did not expect. */
export const COULD_NOT_BEGIN = Object.freeze({ code: 1011, reason: 'internal_error', reconnect: true });

export interface SessionOpening extends SessionParts {
  readonly connections: Connections;
}

/** A session that was begun, and what must be called once when its transport is gone. */
export interface Opened {
  readonly session: Session;
  readonly onGone: () => void;
}

/** Begins a STOMP session over a transport and counts it as open. Throws what refuses the session. */
export function openSession(parts: SessionOpening, transport: Transport, arrival: Arrival): Opened {
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

/** As `openSession`, for a transport after whose 101 there is no HTTP error to answer any more: closes it with 1011. */
export function openSessionOrClose(
  parts: SessionOpening,
  transport: Transport,
  arrival: Arrival,
): Opened | undefined {
  try {
    return openSession(parts, transport, arrival);
  } catch (error) {
    parts.logger.error({ err: error }, 'a session could not begin');
    countIn(parts.counters.disconnects, COULD_NOT_BEGIN.reason);
    transport.close(COULD_NOT_BEGIN);
    return undefined;
  }
}
