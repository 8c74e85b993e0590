import { sql } from 'kysely';
import type { Executor } from '../../database.ts';
import type { Logger } from '../../logging.ts';
import { repeat } from '../../repeat.ts';

const CHECK_EVERY_MS = 60_000;

export interface HousekeepingLimits {
  /** Log since the last checkpoint. Bounds the disk it takes and the time to open again after a kill. */
  maxWalBytes: number;
  /** Log written between two rounds of VACUUM. */
  vacuumEveryWalBytes: number;
}

const DEFAULT_LIMITS: HousekeepingLimits = {
  maxWalBytes: 32 * 1024 * 1024,
  vacuumEveryWalBytes: 128 * 1024 * 1024,
};

export interface Housekeeping {
  /** Does what is due. */
  readonly run: () => Promise<void>;
}

/**
 * Does what a PostgreSQL server has background processes for, and the embedded one, a single process, has not:
 * without it the write-ahead log grows until the next clean stop, and dead rows stay for ever.
 */
export function createHousekeeping(db: Executor, limits: HousekeepingLimits = DEFAULT_LIMITS): Housekeeping {
  let vacuumedAtBytes: number | undefined;

  return {
    async run() {
      const wal = await readWal(db);
      vacuumedAtBytes ??= wal.writtenBytes;
      if (wal.writtenBytes - vacuumedAtBytes > limits.vacuumEveryWalBytes) {
        vacuumedAtBytes = wal.writtenBytes;
        await sql`vacuum (analyze)`.execute(db);
      }
      if (wal.sinceCheckpointBytes > limits.maxWalBytes) await sql`checkpoint`.execute(db);
    },
  };
}

async function readWal(db: Executor): Promise<{ writtenBytes: number; sinceCheckpointBytes: number }> {
  const { rows } = await sql<{ written: number; since_checkpoint: number }>`
    select (pg_current_wal_lsn() - '0/0')::bigint as written,
           (pg_current_wal_lsn() - redo_lsn)::bigint as since_checkpoint
    from pg_control_checkpoint()`.execute(db);
  return { writtenBytes: rows[0]?.written ?? 0, sinceCheckpointBytes: rows[0]?.since_checkpoint ?? 0 };
}

/** Looks once a minute whether something is due. @returns a function that stops it. */
export function startHousekeeping(db: Executor, logger: Logger): () => void {
  return repeat(CHECK_EVERY_MS, createHousekeeping(db).run, { logger });
}
