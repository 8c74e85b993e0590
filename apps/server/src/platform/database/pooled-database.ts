import { AsyncLocalStorage } from 'node:async_hooks';
import { Kysely, PostgresDialect } from 'kysely';
import type { PostgresPoolClient } from 'kysely';
import type pg from 'pg';
import type { Database, Tx } from '../database.ts';
import { DatabaseError } from './database-errors.ts';
import { explainError, wasUndoneForAnother } from './explain-error.ts';

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

  async function connect(): Promise<PostgresPoolClient> {
    refuseInsideTransaction();
    const askedAt = performance.now();
    try {
      return explaining(await pool.connect());
    } catch (error) {
      throw explainError(error);
    } finally {
      options.onPoolWait?.((performance.now() - askedAt) / 1000);
    }
  }

  const db = new Kysely<unknown>({
    dialect: new PostgresDialect({ pool: { connect, end: () => pool.end(), options: pool.options } }),
  });

  async function transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    refuseInsideTransaction();
    try {
      return await tryTransaction(work);
    } catch (error) {
      if (!wasUndoneForAnother(error)) throw error;
      return tryTransaction(work);
    }
  }

  async function tryTransaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
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

/** A connection whose errors say what a caller can do about them. Kysely asks it for nothing but this. */
function explaining(client: pg.PoolClient): PostgresPoolClient {
  async function query(text: string, parameters: unknown[]): Promise<unknown> {
    try {
      return await client.query(text, parameters);
    } catch (error) {
      throw explainError(error);
    }
  }
  // Its other form is for cursors, which the dialect was given none of.
  return { query: query as PostgresPoolClient['query'], release: (destroy) => client.release(destroy) };
}
