import type { Frame } from '@carillon/stomp';
import { createMessage } from '../core/message.ts';
import { DONE } from './effect.ts';
import type { Effect } from './effect.ts';
import { requireDestination, requirePermission } from './permission.ts';
import type { Session } from './session.ts';

/** Sends a client's message to the broker, in a transaction at its COMMIT (STOMP 1.2, "SEND"). */
export function handleSend(session: Session, frame: Frame): Effect | Promise<Effect> {
  const { headers } = frame;
  const destination = requireDestination(headers.destination, session.parts.separator);
  // Before the application is asked: nobody may be kept waiting by what cannot be done.
  if (headers.transaction !== undefined) session.transactions.require(headers.transaction);
  const permission = requirePermission(session, 'SEND', { destination, headers });
  if (permission) return permission.then(() => send(session, frame, destination));
  return send(session, frame, destination);
}

function send(session: Session, { headers, body }: Frame, destination: string): Effect | Promise<Effect> {
  if (session.isClosed) return DONE;
  const { broker, nextMessageId } = session.parts;
  const message = createMessage({ id: nextMessageId(), destination, headers, body });
  if (headers.transaction !== undefined) {
    session.transactions.add(headers.transaction, { message: { ...message, body: new Uint8Array(body) } });
    return DONE;
  }
  const sent = broker.send(message, session, headers.receipt !== undefined);
  return sent ? sent.then(() => DONE) : DONE;
}
