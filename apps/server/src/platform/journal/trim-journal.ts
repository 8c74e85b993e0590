import { sql } from 'kysely';
import type { Clock } from '../clock.ts';
import type { Database } from '../database.ts';
import type { Logger } from '../logging.ts';
import { repeat } from '../repeat.ts';

/** How long an entry is kept: a console that was away longer reloads its board by HTTP. */
const JOURNAL_KEEP_DAYS = 7;

const TRIM_EVERY_MS = 60 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;
/** Entries one statement looks at, so that trimming never holds the database for long. */
const TRIM_BATCH_ENTRIES = 5_000;
const TRIM_BATCHES_LIMIT = 200;

export interface TrimOptions {
  now: Date;
  keepDays?: number;
  batchEntries?: number;
}

/**
 * Forgets entries older than `keepDays`, from the oldest on: what is left of a destination never has a hole.
 * Its counter stays, so numbers go on where they were.
 * @returns how many entries were forgotten.
 */
export async function trimJournal(database: Database, options: TrimOptions): Promise<number> {
  const { now, keepDays = JOURNAL_KEEP_DAYS, batchEntries = TRIM_BATCH_ENTRIES } = options;
  const before = new Date(now.getTime() - keepDays * DAY_MS);
  let forgotten = 0;
  for (let batch = 0; batch < TRIM_BATCHES_LIMIT; batch += 1) {
    const { numAffectedRows = 0n } = await deleteBatch(before, batchEntries).execute(database.db);
    forgotten += Number(numAffectedRows);
    if (numAffectedRows === 0n) break;
  }
  return forgotten;
}

// Up to the last old number, not by time alone: a clock that was set back must not leave a hole.
function deleteBatch(before: Date, batchEntries: number) {
  return sql`
    delete from journal_entry e
    using (
      select destination_id, max(seq) as last_seq
      from (
        select destination_id, seq from journal_entry
        where appended_at < ${before}
        order by appended_at
        limit ${batchEntries}
      ) old
      group by destination_id
    ) trim
    where e.destination_id = trim.destination_id and e.seq <= trim.last_seq`;
}

/** Trims once an hour. @returns a function that stops it. */
export function startTrimming(database: Database, clock: Clock, logger: Logger): () => void {
  async function trim(): Promise<void> {
    const forgotten = await trimJournal(database, { now: clock.now() });
    if (forgotten > 0) logger.info({ forgotten }, 'journal trimmed');
  }
  return repeat(TRIM_EVERY_MS, trim, { logger });
}
