import type { HeaderMap } from '@carillon/stomp';
import { answerWithin, isPromiseLike } from '../core/answer-within.ts';
import type { Separator } from '../core/ant-pattern.ts';
import type { SubscribableCommand } from '../core/broker.ts';
import { isDestination } from '../core/destination.ts';
import { MessagingError } from '../core/errors.ts';
import type { Session } from './session.ts';

/**
 * The destination of a frame, checked for its form. Throws MessagingError. Empty segments are refused: Ant
 * patterns read over them, so that `/app//admin` would reach the handler of `/app/admin` by another name than
 * the one that `authorize` knows.
 */
export function requireDestination(destination: string | undefined, separator: Separator): string {
  if (destination === undefined) throw new MessagingError('missing_destination');
  const hasEmptySegment = destination.includes('//') || (separator === '.' && destination.includes('..'));
  if (hasEmptySegment || !isDestination(destination))
    throw new MessagingError('invalid_destination', destination);
  return destination;
}

/**
 * Asks the broker, then the application, whether the session may do this. Throws or rejects with
 * MessagingError; answers a promise only when the application did.
 */
export function requirePermission(
  session: Session,
  command: SubscribableCommand,
  { destination, headers }: { destination: string; headers: HeaderMap },
): Promise<void> | undefined {
  const { broker, authorize, limits, timers } = session.parts;
  broker.check(command, destination);
  const answer = authorize({ user: session.user, command, destination, headers, session });
  if (!isPromiseLike(answer)) {
    requireYes(answer, destination);
    return undefined;
  }
  return answerWithin(limits.answerTimeLimitMs, timers, answer).then((isAllowed) =>
    requireYes(isAllowed, destination),
  );
}

function requireYes(isAllowed: boolean, destination: string): void {
  if (!isAllowed) throw new MessagingError('forbidden', destination);
}
