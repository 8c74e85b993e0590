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
