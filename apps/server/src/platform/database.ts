import type { Kysely, Transaction } from 'kysely';
import type { Config } from './config.ts';
import { openEmbedded } from './database/embedded/open-embedded.ts';
import { openPostgres } from './database/postgres/open-postgres.ts';
import type { Logger } from './logging.ts';

/** Runs SQL: the database itself or a transaction. A store sees its tables by `executor.withTables<OrderTables>()`. */
export type Executor = Kysely<unknown>;

/** An open transaction. A function that asks for one cannot be called outside. */
export type Tx = Transaction<unknown>;

/** The one database behind a node: embedded PGlite or a PostgreSQL server. Same SQL, same migrations. */
export interface Database {
  /** For single statements. Inside `transaction` use its `tx`: `db` there throws `nested_connection`. */
  readonly db: Executor;
  readonly kind: 'pglite' | 'postgres';

  /**
   * Runs `work` in one READ COMMITTED transaction: committed when it resolves, rolled back when it throws.
   * The error thrown by `work` comes out as it is. Never nests. Undone by a deadlock, `work` is done once more: so all
   * that it changes is in the transaction.
   * @throws database_busy when a lock or a statement took too long, or a deadlock came again; nothing is changed then
   */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;

  /**
   * Calls back for every NOTIFY on a channel, own and others', after its commit. Notifications may be missed
   * while a connection is being renewed, so a listener also polls.
   * @param channel an SQL identifier: lower case letters, digits and underscores.
   * @returns a function that stops listening.
   */
  listen(channel: string, onPayload: (payload: string) => void): Promise<() => Promise<void>>;

  /** Waits for running statements, then lets go of the database. */
  close(): Promise<void>;
}

export interface OpenDatabaseOptions {
  /** Tells the operator what takes long. */
  logger: Logger;
  /** The database is lost for good; the process had better end. */
  onFailure: (error: Error) => void;
  onPoolWait?: (waitSeconds: number) => void;
}

/**
 * Opens PostgreSQL when there is a `databaseUrl`, else the embedded database in the data folder.
 * @throws DatabaseError `data_folder_in_use` when another process has the folder.
 */
export async function openDatabase(
  config: Pick<Config, 'databaseUrl' | 'dataFolder'>,
  { logger, onFailure, onPoolWait }: OpenDatabaseOptions,
): Promise<Database> {
  if (config.databaseUrl !== undefined) {
    return openPostgres({
      url: config.databaseUrl,
      onConnectionError: (error) => logger.warn({ err: error }, 'a connection to the database broke'),
      ...(onPoolWait && { onPoolWait }),
    });
  }
  return openEmbedded({
    dataFolder: config.dataFolder,
    logger,
    onFailure,
    ...(onPoolWait && { onPoolWait }),
  });
}
