/** What can be wrong with the database that no caller of the API can help; `code` says which. */
export type DatabaseErrorCode =
  | 'nested_connection'
  | 'data_folder_in_use'
  | 'data_folder_lock_unreadable'
  | 'embedded_database_failed'
  | 'migration_failed';

export class DatabaseError extends Error {
  readonly code: DatabaseErrorCode;

  constructor(code: DatabaseErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'DatabaseError';
    this.code = code;
  }
}

/** SQLSTATE of an error thrown by a query, such as `23505`; undefined for any other error. */
export function sqlStateOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  return /^[0-9A-Z]{5}$/.test(error.code) ? error.code : undefined;
}

/** Whether a query broke a unique constraint (SQLSTATE 23505): any, or the one named. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  if (sqlStateOf(error) !== '23505') return false;
  return constraint === undefined || (error as { constraint?: unknown }).constraint === constraint;
}
