import { AsyncLocalStorage } from 'node:async_hooks';
import { Kysely, PostgresDialect } from 'kysely';
import type pg from 'pg';
import type { Database, Tx } from '../database.ts';
import { platformErrors } from '../platform-errors.ts';
import { DatabaseError } from './database-errors.ts';

export interface PooledDatabaseOptions {
  pool: pg.Pool;
  kind: Database['kind'];
  listen: Database['listen'];
  /** Lets go of what lies beneath the pool, once the pool is empty. */
  closeRest: () => Promise<void>;
  /** Told how long each caller waited for a connection. */
  onPoolWait?: (waitSeconds: number) => void;
}

interface TransactionScope {
  open: boolean;
}

/** Makes a Database of a pool of connections. */
export function createPooledDatabase(options: PooledDatabaseOptions): Database {
  const { pool, kind, listen } = options;
  const scopes = new AsyncLocalStorage<TransactionScope>();

  // Asking the pool inside a transaction deadlocks a pool of one, and a larger one under load. Refusing it on
  // every kind of database shows the mistake in the first test that makes it.
  function refuseInsideTransaction(): void {
    if (!scopes.getStore()?.open) return;
    throw new DatabaseError(
      'nested_connection',
      'asked the database for a second connection inside a transaction: use the `tx` that was handed in',
    );
  }

  async function connect(): Promise<pg.PoolClient> {
    refuseInsideTransaction();
    const askedAt = performance.now();
    try {
      return await pool.connect();
    } catch (error) {
      throw explainConnectError(error);
    } finally {
      options.onPoolWait?.((performance.now() - askedAt) / 1000);
    }
  }

  const db = new Kysely<unknown>({
    dialect: new PostgresDialect({ pool: { connect, end: () => pool.end(), options: pool.options } }),
  });

  async function transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    refuseInsideTransaction();
    const scope: TransactionScope = { open: true };
    try {
      return await db
        .transaction()
        .setIsolationLevel('read committed')
        .execute((tx) => scopes.run(scope, () => work(tx)));
    } finally {
      // Work that `work` left running without waiting for it is outside from now on.
      scope.open = false;
    }
  }

  let closing: Promise<void> | undefined;
  function close(): Promise<void> {
    closing ??= db.destroy().then(async () => {
      // Kysely leaves alone a pool that it never used.
      if (!pool.ending) await pool.end();
      await options.closeRest();
    });
    return closing;
  }

  return { db, kind, transaction, listen, close };
}

const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ENOENT',
  'ENOTFOUND',
  'ETIMEDOUT',
  'ECONNRESET',
  '57P03',
  '53300',
]);

function explainConnectError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (error.message.includes('timeout exceeded when trying to connect')) {
    return platformErrors.database_busy(undefined, error);
  }
  const code = (error as { code?: unknown }).code;
  const unreachable = typeof code === 'string' && UNREACHABLE.has(code);
  if (unreachable || error.message.includes('Connection terminated')) {
    return platformErrors.database_unavailable(undefined, error);
  }
  return error;
}
