import fs from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import pg from 'pg';
import type { Database } from '../../database.ts';
import type { Logger } from '../../logging.ts';
import { Listeners } from '../listeners.ts';
import { createPooledDatabase } from '../pooled-database.ts';
import { sqlTypes } from '../sql-types.ts';
import { startEngine } from './engine-handle.ts';
import { takeFolderLock } from './folder-lock.ts';
import { startHousekeeping } from './housekeeping.ts';

export interface OpenEmbeddedOptions {
  /** Data folder: the files go to `database/` in it, the lock beside them. `undefined`: in memory, for tests. */
  dataFolder: string | undefined;
  /** Tar of a database that an in-memory one starts from. */
  startFrom?: string;
  /** How long a caller waits for the one connection. */
  connectionWaitLimitMs?: number;
  logger: Logger;
  /** Called when the engine dies: the process had better end. */
  onFailure: (error: Error) => void;
  onPoolWait?: (waitSeconds: number) => void;
}

export interface EmbeddedDatabase extends Database {
  readonly kind: 'pglite';
  /** Fsyncs that reached the disk so far. */
  readonly fsyncCount: () => number;
  /** Writes the whole database to a tar, for `startFrom`. */
  readonly dump: (file: string) => Promise<void>;
}

const CONNECTION_WAIT_LIMIT_MS = 10_000;

/** Opens PGlite in a thread of its own, behind an ordinary pg pool of one connection. */
export async function openEmbedded(options: OpenEmbeddedOptions): Promise<EmbeddedDatabase> {
  const { dataFolder } = options;
  if (dataFolder !== undefined) fs.mkdirSync(dataFolder, { recursive: true });
  const lock = dataFolder === undefined ? undefined : takeFolderLock(path.join(dataFolder, 'database.lock'));
  const engine = await startEngine({
    folder: dataFolder === undefined ? undefined : path.join(dataFolder, 'database'),
    startFrom: options.startFrom,
    onFailure: options.onFailure,
    onCreating: () => options.logger.info('creating the database; this takes 5 to 9 seconds, once'),
  }).catch((error: unknown) => {
    lock?.release();
    throw error;
  });

  const listeners = new Listeners();
  const pool = new pg.Pool({
    max: 1,
    // The connection costs nothing and stays.
    idleTimeoutMillis: 0,
    connectionTimeoutMillis: options.connectionWaitLimitMs ?? CONNECTION_WAIT_LIMIT_MS,
    types: sqlTypes,
    stream: () => engine.openStream(),
    // Whatever PG* variables the environment has, they are not meant for this.
    host: 'embedded',
    port: 5432,
    user: 'postgres',
    database: 'postgres',
    password: '',
    ssl: false,
  });
  pool.on('connect', (client) => {
    client.on('notification', ({ channel, payload }) => listeners.dispatch(channel, payload ?? ''));
    client.on('error', leaveToEngine);
  });
  pool.on('error', leaveToEngine);

  const database = createPooledDatabase({
    pool,
    kind: 'pglite',
    async listen(channel, onPayload) {
      if (listeners.add(channel, onPayload)) await sql.raw(`listen ${channel}`).execute(database.db);
      return async () => {
        if (!listeners.remove(channel, onPayload) || pool.ending) return;
        await sql.raw(`unlisten ${channel}`).execute(database.db);
      };
    },
    ...(options.onPoolWait && { onPoolWait: options.onPoolWait }),
    async closeRest() {
      stopHousekeeping();
      await engine.close();
      lock?.release();
    },
  });
  const stopHousekeeping = startHousekeeping(database.db, options.logger);
  return { ...database, kind: 'pglite', fsyncCount: engine.fsyncCount, dump: engine.dump };
}

/** A connection that failed is gone from the pool; the engine's own failure is told by `onFailure`. */
function leaveToEngine(): void {
  // Unheard, the error would end the process before that is told.
}
