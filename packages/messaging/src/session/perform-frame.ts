import type { Frame } from '@carillon/stomp';
import { MessagingError } from '../core/errors.ts';
import { handleCommand } from './commands.ts';
import { DONE } from './effect.ts';
import type { Effect } from './effect.ts';
import { isConnect } from './handle-connect.ts';
import { interceptInbound } from './intercept-inbound.ts';
import { receiptFrame } from './replies.ts';
import type { Session } from './session.ts';

/**
 * Carries out a frame whose turn it is: through the interceptors to its handler, then answers its RECEIPT.
 * Throws or rejects with the refusal.
 */
export function performFrame(session: Session, frame: Frame): void | Promise<void> {
  const { inbound } = session.parts;
  if (inbound.length === 0) return carryOut(session, frame, frame);
  return interceptInbound(inbound, { frame, session }, (changed) => carryOut(session, changed, frame));
}

/** `asSent` is what the client sent, before interceptors changed it: it is for that frame that the client gets its RECEIPT. */
function carryOut(session: Session, frame: Frame, asSent: Frame): void | Promise<void> {
  const effect = handle(session, frame);
  if (effect instanceof Promise) return effect.then((settled) => finish(session, asSent, settled));
  finish(session, asSent, effect);
}

function handle(session: Session, frame: Frame): Effect | Promise<Effect> {
  if (session.isClosed) return DONE;
  // STOMP 1.2, "Body": all but SEND, MESSAGE and ERROR must have none; 1.0 does not say so.
  if (frame.body.length > 0 && frame.command !== 'SEND' && session.version !== '1.0') {
    throw new MessagingError('unexpected_body', frame.command);
  }
  return session.entrance ? session.entrance.pass(frame) : handleCommand(session, frame);
}

function finish(session: Session, frame: Frame, effect: Effect): void {
  if (session.isOver) return;
  const { receipt } = frame.headers;
  // STOMP 1.2, "Header receipt": any frame but CONNECT may ask for one.
  if (receipt !== undefined && !isConnect(frame)) {
    session.reply(receiptFrame(receipt, effect.receiptHeaders ?? {}, session.version));
  }
  try {
    effect.start?.();
  } catch (error) {
    // Not in the name of the frame, which has its RECEIPT.
    session.fail(error);
  }
}
