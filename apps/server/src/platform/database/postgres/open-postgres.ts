import pg from 'pg';
import type { Database } from '../../database.ts';
import { createPooledDatabase } from '../pooled-database.ts';
import { sqlTypes } from '../sql-types.ts';
import { createPostgresListener } from './postgres-listener.ts';

export interface OpenPostgresOptions {
  /** `postgres://user:password@host:port/database`. */
  url: string;
  maxConnections?: number;
  /** How long a caller waits for a free connection. */
  connectionWaitLimitMs?: number;
  onPoolWait?: (waitSeconds: number) => void;
  /** Told of connections that break, whether or not somebody uses them. */
  onConnectionError?: (error: Error) => void;
}

const MAX_CONNECTIONS = 10;
const CONNECTION_WAIT_LIMIT_MS = 5_000;
const IDLE_CONNECTION_LIMIT_MS = 30_000;
const STATEMENT_TIME_LIMIT_MS = 10_000;
const LOCK_WAIT_LIMIT_MS = 5_000;
const IDLE_TRANSACTION_LIMIT_MS = 15_000;

/**
 * Opens a PostgreSQL server. Every wait has its limit: for a connection, for a lock, for a statement, and for
 * a transaction whose program has stopped speaking.
 */
export function openPostgres(options: OpenPostgresOptions): Database {
  const connection: pg.ClientConfig = {
    connectionString: options.url,
    application_name: 'carillon',
    keepAlive: true,
    types: sqlTypes,
    connectionTimeoutMillis: options.connectionWaitLimitMs ?? CONNECTION_WAIT_LIMIT_MS,
  };
  const onConnectionError = options.onConnectionError ?? (() => undefined);
  const pool = new pg.Pool({
    ...connection,
    max: options.maxConnections ?? MAX_CONNECTIONS,
    idleTimeoutMillis: IDLE_CONNECTION_LIMIT_MS,
    statement_timeout: STATEMENT_TIME_LIMIT_MS,
    lock_timeout: LOCK_WAIT_LIMIT_MS,
    idle_in_transaction_session_timeout: IDLE_TRANSACTION_LIMIT_MS,
  });
  // A connection that breaks in the middle of a transaction tells only itself, and unheard that ends the process.
  pool.on('connect', (client) => client.on('error', onConnectionError));
  pool.on('error', () => {
    // One that breaks while nobody uses it has told by itself.
  });
  const listener = createPostgresListener({ connect: () => new pg.Client(connection), onConnectionError });
  return createPooledDatabase({
    pool,
    kind: 'postgres',
    listen: listener.listen,
    closeRest: listener.close,
    ...(options.onPoolWait && { onPoolWait: options.onPoolWait }),
  });
}
