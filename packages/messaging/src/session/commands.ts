import type { Frame } from '@carillon/stomp';
import { MessagingError } from '../core/errors.ts';
import type { Effect } from './effect.ts';
import { handleAcknowledge } from './handle-acknowledge.ts';
import { isConnect } from './handle-connect.ts';
import { handleDisconnect } from './handle-disconnect.ts';
import { handleSend } from './handle-send.ts';
import { handleSubscribe } from './handle-subscribe.ts';
import { handleAbort, handleBegin, handleCommit } from './handle-transaction.ts';
import { handleUnsubscribe } from './handle-unsubscribe.ts';
import type { Session } from './session.ts';

/** Carries a frame out. Throws or rejects with the refusal. Answers at once wherever it can. */
type CommandHandler = (session: Session, frame: Frame) => Effect | Promise<Effect>;

const HANDLERS = new Map<string, CommandHandler>([
  ['SEND', handleSend],
  ['SUBSCRIBE', handleSubscribe],
  ['UNSUBSCRIBE', handleUnsubscribe],
  ['ACK', handleAcknowledge],
  ['NACK', handleAcknowledge],
  ['BEGIN', handleBegin],
  ['COMMIT', handleCommit],
  ['ABORT', handleAbort],
  ['DISCONNECT', handleDisconnect],
]);

/** Carries out a frame of a connected session; throws MessagingError for commands that there are not. */
export function handleCommand(session: Session, frame: Frame): Effect | Promise<Effect> {
  const { command } = frame;
  const handler = HANDLERS.get(command);
  // NACK came with STOMP 1.1.
  if (handler && !(command === 'NACK' && session.version === '1.0')) return handler(session, frame);
  if (isConnect(frame)) throw new MessagingError('already_connected');
  throw new MessagingError('unknown_command', command);
}
