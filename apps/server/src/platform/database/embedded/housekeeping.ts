import type pg from 'pg';

const CHECK_EVERY_MS = 60_000;
/** Bounds both the disk that the log takes and the time to open again after a kill. */
const MAX_WAL_BYTES = 32 * 1024 * 1024;
const VACUUM_EVERY_WAL_BYTES = 128 * 1024 * 1024;

export interface Housekeeping {
  /** One round, as the timer does it. */
  run(): Promise<void>;
  stop(): void;
}

/**
 * Does what a PostgreSQL server has background processes for, and the embedded one, a single process, has not:
 * without it the write-ahead log grows until the next clean stop and dead rows stay for ever.
 */
export function startHousekeeping(pool: pg.Pool): Housekeeping {
  let vacuumedAtBytes: number | undefined;

  async function run(): Promise<void> {
    const { rows } = await pool.query<{ written: number; since_checkpoint: number }>(
      `select (pg_current_wal_lsn() - '0/0')::bigint as written,
              (pg_current_wal_lsn() - redo_lsn)::bigint as since_checkpoint
       from pg_control_checkpoint()`,
    );
    const [wal] = rows;
    if (wal === undefined) return;
    vacuumedAtBytes ??= wal.written;
    if (wal.written - vacuumedAtBytes > VACUUM_EVERY_WAL_BYTES) {
      vacuumedAtBytes = wal.written;
      await pool.query('vacuum (analyze)');
    }
    if (wal.since_checkpoint > MAX_WAL_BYTES) await pool.query('checkpoint');
  }

  let running = false;
  const timer = setInterval(() => {
    if (running) return;
    running = true;
    run()
      // A busy or closing database: the next round comes anyway.
      .catch(() => undefined)
      .finally(() => (running = false));
  }, CHECK_EVERY_MS);
  timer.unref();

  return { run, stop: () => clearInterval(timer) };
}
