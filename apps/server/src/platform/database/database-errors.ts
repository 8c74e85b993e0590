/** What can be wrong with the database that no caller of the API can help. */
export const DATABASE_ERROR_CODES = [
  'data_folder_in_use',
  'data_folder_lock_unreadable',
  'embedded_database_failed',
  'migration_failed',
  'nested_connection',
] as const;
export type DatabaseErrorCode = (typeof DATABASE_ERROR_CODES)[number];

export class DatabaseError extends Error {
  readonly code: DatabaseErrorCode;

  constructor(code: DatabaseErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'DatabaseError';
    this.code = code;
  }
}
