import { platformErrors } from '../platform-errors.ts';

/** The server could not be reached, or went away: SQLSTATEs of PostgreSQL (its appendix A) and errors of the system. */
const UNREACHABLE = new Set([
  ...['ECONNREFUSED', 'ENOENT', 'ENOTFOUND', 'ETIMEDOUT', 'ECONNRESET', 'EPIPE'],
  // admin_shutdown, crash_shutdown, cannot_connect_now, too_many_connections.
  ...['57P01', '57P02', '57P03', '53300'],
]);

const DEADLOCK = '40P01';
const SERIALIZATION_FAILURE = '40001';
const LOCK_NOT_AVAILABLE = '55P03';
const QUERY_CANCELED = '57014';
const UNIQUE_VIOLATION = '23505';

/** A statement was given up because others were in its way, and its transaction was undone. */
const IN_THE_WAY = new Set([DEADLOCK, SERIALIZATION_FAILURE, LOCK_NOT_AVAILABLE, QUERY_CANCELED]);

/**
 * Says of an error of the database what a caller of the API can do about it: `database_busy` when a connection, a lock
 * or a statement took too long or others were in the way, `database_unavailable` when the server is not there. What is
 * neither comes back as it is. The database's own error is the cause.
 */
export function explainError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const code = sqlStateOf(error);
  const isBusy =
    (code !== undefined && IN_THE_WAY.has(code)) ||
    error.message.includes('timeout exceeded when trying to connect');
  if (isBusy) return platformErrors.database_busy(undefined, error);
  const isUnreachable =
    (code !== undefined && UNREACHABLE.has(code)) || error.message.includes('Connection terminated');
  return isUnreachable ? platformErrors.database_unavailable(undefined, error) : error;
}

/** Whether two were each in the other's way, so that the one which was undone gets through when it comes again. */
export function wasUndoneForAnother(error: unknown): boolean {
  const code = sqlStateOf(causeOf(error));
  return code === DEADLOCK || code === SERIALIZATION_FAILURE;
}

/** Whether a lock was not to be had within the time that one waits for it. */
export function waitedTooLong(error: unknown): boolean {
  return sqlStateOf(causeOf(error)) === LOCK_NOT_AVAILABLE;
}

/** Whether what was to be written is there already, and may be there once. */
export function isThereAlready(error: unknown): boolean {
  return sqlStateOf(error) === UNIQUE_VIOLATION;
}

function causeOf(error: unknown): unknown {
  return platformErrors.database_busy.matches(error) ? error.cause : error;
}

function sqlStateOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
