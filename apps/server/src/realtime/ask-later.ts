import { MessagingError } from '@carillon/messaging';
import { AppError } from '../platform/errors.ts';

/** Whose login cannot be looked up now is not logged out: they are to come again. */
export function askLater(error: unknown): never {
  if (error instanceof AppError && error.status === 503) throw new MessagingError('unavailable');
  throw error;
}
