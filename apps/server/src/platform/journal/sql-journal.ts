import type { Journal, JournalPage } from '@carillon/messaging';
import { sql } from 'kysely';
import type { Database } from '../database.ts';
import { JOURNAL_CHANNEL } from './append-journal.ts';

export interface SqlJournalEvents {
  /** A new entry was heard of: so many seconds after it was appended, by both machines' clocks. */
  onWakeUp?: (seconds: number) => void;
  onRead?: (entryCount: number) => void;
  /** Listening failed; readers are left with their polls until it is tried again. */
  onListenError?: (error: unknown) => void;
}

const CONTENT_TYPE = 'application/json';
/** How long after a failure to listen it is tried again. */
export const LISTEN_RETRY_MS = 1_000;

interface PageRow {
  newest_seq: number;
  oldest_seq: number;
  seq: number | null;
  payload: string | null;
}

/** The journal in the database, as the messaging engine reads it. `appendToJournal` writes it. */
export function createSqlJournal(database: Database, events: SqlJournalEvents = {}): Journal {
  const listeners = new Set<(destination: string) => void>();
  let listening: Promise<(() => Promise<void>) | undefined> | undefined;

  function wake(notification: string): void {
    const [appendedAtMs = '', ...rest] = notification.split(' ');
    events.onWakeUp?.(Math.max(0, (Date.now() - Number(appendedAtMs)) / 1000));
    for (const listener of [...listeners]) listener(rest.join(' '));
  }

  async function startListening(): Promise<(() => Promise<void>) | undefined> {
    try {
      return await database.listen(JOURNAL_CHANNEL, wake);
    } catch (error) {
      listening = undefined;
      events.onListenError?.(error);
      setTimeout(listenWhileWanted, LISTEN_RETRY_MS).unref();
      return undefined;
    }
  }

  function listenWhileWanted(): void {
    if (listeners.size > 0) listening ??= startListening();
  }

  async function stopListening(started: Promise<(() => Promise<void>) | undefined>): Promise<void> {
    try {
      await (
        await started
      )?.();
    } catch (error) {
      events.onListenError?.(error);
    }
  }

  return {
    async read(destination, after, limit) {
      const { rows } = await readPage(destination, after, limit).execute(database.db);
      const page = toPage(rows);
      events.onRead?.(page.entries.length);
      return page;
    },
    onAppend(listener) {
      listeners.add(listener);
      listenWhileWanted();
      return () => {
        if (!listeners.delete(listener) || listeners.size > 0 || listening === undefined) return;
        void stopListening(listening);
        listening = undefined;
      };
    },
  };
}

// One statement, so the three parts of a page are of one moment.
function readPage(destination: string, after: number, limit: number) {
  return sql<PageRow>`
    select d.newest_seq,
           coalesce((select min(seq) from journal_entry where destination_id = d.id), d.newest_seq + 1)
             as oldest_seq,
           e.seq,
           e.payload::text as payload
    from journal_destination d
    left join lateral (
      select seq, payload from journal_entry
      where destination_id = d.id and seq > ${after}
      order by seq
      limit ${limit}
    ) e on true
    where d.name = ${destination}
    order by e.seq`;
}

function toPage(rows: readonly PageRow[]): JournalPage {
  const [first] = rows;
  if (first === undefined) return { entries: [], oldestSeq: 1, newestSeq: 0 };
  const entries = rows.flatMap(({ seq, payload }) =>
    seq === null || payload === null
      ? []
      : [{ seq, payload: Buffer.from(payload), contentType: CONTENT_TYPE }],
  );
  return { entries, oldestSeq: first.oldest_seq, newestSeq: first.newest_seq };
}
