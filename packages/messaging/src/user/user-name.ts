import { isDestination } from '../core/destination.ts';
import { MessagingError } from '../core/errors.ts';

/** In a destination, where a slash is three letters: leaves room for what follows. */
const MAX_LETTERS = 200;

/**
 * Lets nobody in to whom nothing could be sent: `/user/{name}/…` must be a destination, and no other name's.
 * Throws MessagingError `invalid_user_name`.
 */
export function checkUserName(name: string): void {
  const segment = name.replaceAll('/', '%2F');
  const canBeSaid = isDestination(`/${segment}`) && segment.length <= MAX_LETTERS && name.isWellFormed();
  if (!canBeSaid || name.includes('%2F')) throw new MessagingError('invalid_user_name', name);
}
