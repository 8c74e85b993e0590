import type { Frame } from '@carillon/stomp';
import { MessagingError } from '../core/errors.ts';
import { DONE } from './effect.ts';
import type { Effect } from './effect.ts';
import type { Session } from './session.ts';

/** Opens a transaction: what is sent and acknowledged in it waits for COMMIT (STOMP 1.2, "BEGIN"). */
export function handleBegin(session: Session, frame: Frame): Effect {
  session.transactions.begin(requireTransaction(frame));
  return DONE;
}

/** Hands all that a transaction held to the broker, at once (STOMP 1.2, "COMMIT"). */
export function handleCommit(session: Session, frame: Frame): Effect | Promise<Effect> {
  const operations = session.transactions.end(requireTransaction(frame));
  const committed = session.parts.broker.commit(operations, session, frame.headers.receipt !== undefined);
  return committed ? committed.then(() => DONE) : DONE;
}

/** Forgets all that a transaction held (STOMP 1.2, "ABORT"). */
export function handleAbort(session: Session, frame: Frame): Effect {
  session.transactions.end(requireTransaction(frame));
  return DONE;
}

function requireTransaction({ headers, command }: Frame): string {
  if (headers.transaction === undefined) throw new MessagingError('missing_transaction', command);
  return headers.transaction;
}
