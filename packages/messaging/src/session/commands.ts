import type { Frame } from '@carillon/stomp';
import { MessagingError } from '../core/errors.ts';
import type { Effect } from './effect.ts';
import { handleDisconnect } from './handle-disconnect.ts';
import { handleSend } from './handle-send.ts';
import { handleSubscribe } from './handle-subscribe.ts';
import { handleUnsubscribe } from './handle-unsubscribe.ts';
import type { Session } from './session.ts';

/** Carries a frame out. Throws or rejects with the refusal. Answers at once wherever it can. */
export type CommandHandler = (session: Session, frame: Frame) => Effect | Promise<Effect>;

const HANDLERS = new Map<string, CommandHandler>([
  ['SEND', handleSend],
  ['SUBSCRIBE', handleSubscribe],
  ['UNSUBSCRIBE', handleUnsubscribe],
  ['DISCONNECT', handleDisconnect],
]);

/** Client commands of STOMP that this engine does not serve. */
const UNSUPPORTED = new Set(['ACK', 'NACK', 'BEGIN', 'COMMIT', 'ABORT']);

/** The handler of a connected session's frame; throws MessagingError for commands that have none. */
export function handlerOf({ command }: Frame): CommandHandler {
  const handler = HANDLERS.get(command);
  if (handler) return handler;
  if (command === 'CONNECT' || command === 'STOMP') throw new MessagingError('already_connected');
  throw new MessagingError(UNSUPPORTED.has(command) ? 'unsupported_command' : 'unknown_command', command);
}
