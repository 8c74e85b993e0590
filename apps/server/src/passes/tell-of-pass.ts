import { passDestination } from '@carillon/contract';
import type { Pass, PassEvent, PassResult } from '@carillon/contract';
import type { Tx } from '../platform/database.ts';
import { appendToJournals } from '../platform/journal/append-journal.ts';
import type { NewEntry } from '../platform/journal/append-journal.ts';

/** That something became of a pass: of a scan, `result` says what. */
export interface PassNews {
  readonly pass: Pass;
  readonly result?: PassResult | undefined;
}

/**
 * Writes what became of passes into the journal of each, in the transaction of what it tells of.
 * @returns their numbers there
 */
export async function tellOfPasses(tx: Tx, news: readonly PassNews[], at: Date): Promise<number[]> {
  return appendToJournals(
    tx,
    news.map((one) => entryOf(one, at)),
  );
}

function entryOf({ pass, result }: PassNews, at: Date): NewEntry {
  const event: PassEvent = {
    type: result === undefined ? 'pass.changed' : 'pass.result',
    ...{ at: at.toISOString(), pass, result: result ?? null },
  };
  return { destination: passDestination(pass.id), payload: event };
}
