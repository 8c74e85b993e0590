import { negotiateHeartbeat, negotiateVersion } from '@carillon/stomp';
import type { Frame, HeartbeatPlan, StompVersion } from '@carillon/stomp';
import { answerWithin, isPromiseLike } from '../core/answer-within.ts';
import { MessagingError } from '../core/errors.ts';
import type { Principal } from '../core/principal.ts';
import { connectedFrame } from './replies.ts';
import type { Session } from './session.ts';
import type { ConnectContext, SessionParts } from './session-parts.ts';

/** Sent as `server` in CONNECTED: name and version as STOMP 1.2 wants them. */
const SERVER = 'carillon/0.1.0';

/** STOMP is CONNECT by another name (STOMP 1.2, "CONNECT or STOMP Frame"). */
export function isConnect({ command }: Frame): boolean {
  return command === 'CONNECT' || command === 'STOMP';
}

interface Agreement {
  readonly version: StompVersion;
  readonly heartbeats: HeartbeatPlan;
}

/**
 * Settles version and heart-beats by a CONNECT frame, whatever the login will say. Throws the refusal.
 * Unless `requireHost` says otherwise a missing `host` is forgiven, though STOMP 1.1 and 1.2 want one:
 * widespread clients do not send it.
 */
export function negotiate(frame: Frame, { broker, requireHost }: SessionParts): Agreement {
  const { headers } = frame;
  const version = negotiateVersion(headers['accept-version']);
  if (!version) throw new MessagingError('unsupported_version', headers['accept-version']);
  if (requireHost && version !== '1.0' && headers.host === undefined)
    throw new MessagingError('missing_host');
  return { version, heartbeats: negotiateHeartbeat(broker.heartbeatMs, headers['heart-beat']) };
}

/** Finds out who connects: from the frame where the application wants that, else from the handshake. */
export function authenticateFrame(
  { headers }: Frame,
  context: ConnectContext,
  { authenticateConnect, limits, timers }: SessionParts,
): Principal | Promise<Principal> {
  if (!authenticateConnect) return requireUser(context.handshakeUser);
  const answer = authenticateConnect(headers, context);
  if (!isPromiseLike(answer)) return requireUser(answer);
  return answerWithin(limits.answerTimeLimitMs, timers, answer).then(requireUser);
}

function requireUser(user: Principal | undefined): Principal {
  if (!user) throw new MessagingError('unauthorized');
  return user;
}

/** Answers CONNECTED. */
export function sendConnected(session: Session, version: StompVersion): void {
  const headers = {
    version,
    'heart-beat': session.parts.broker.heartbeatMs.join(','),
    session: session.id,
    server: SERVER,
    // CONNECTED has no escapes (STOMP 1.2, "Value Encoding"), and no user has a name that needs them.
    'user-name': session.user.name,
  };
  session.reply(connectedFrame(headers, version));
}
