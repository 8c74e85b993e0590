import type { Frame, StompVersion } from '@carillon/stomp';
import type { Acknowledgement } from '../core/broker.ts';
import { MessagingError } from '../core/errors.ts';
import { DONE } from './effect.ts';
import type { Effect } from './effect.ts';
import type { Session } from './session.ts';

/** Settles a delivery, or says that it failed; in a transaction, at its COMMIT (STOMP 1.2, "ACK" and "NACK"). */
export function handleAcknowledge(session: Session, frame: Frame): Effect | Promise<Effect> {
  const { transaction, receipt } = frame.headers;
  const acknowledgement = readAcknowledgement(frame, session.version);
  if (transaction !== undefined) {
    session.transactions.add(transaction, { acknowledgement });
    return DONE;
  }
  const taken = session.parts.broker.acknowledge(acknowledgement, session, receipt !== undefined);
  return taken ? taken.then(() => DONE) : DONE;
}

/** What each version says which delivery is meant by: see "ACK" in the three specifications. */
function readAcknowledgement({ command, headers }: Frame, version: StompVersion): Acknowledgement {
  const { subscription } = headers;
  const id = version === '1.2' ? headers.id : headers['message-id'];
  if (id === undefined) throw new MessagingError(version === '1.2' ? 'missing_id' : 'missing_message_id');
  if (version === '1.1' && subscription === undefined) throw new MessagingError('missing_subscription');
  return { command: command === 'NACK' ? 'NACK' : 'ACK', id, subscription, headers };
}
