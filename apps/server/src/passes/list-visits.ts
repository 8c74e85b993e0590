import { MAX_PASS_ENTRIES_PER_PAGE, shopVisitsDestination } from '@carillon/contract';
import type { VisitListReply, VisitsQuery } from '@carillon/contract';
import { chinaDay, spanOfDay } from '../platform/china-day.ts';
import type { Context } from '../platform/context.ts';
import { newestSeq } from '../platform/journal/newest-seq.ts';
import { readSnapshot } from '../platform/read-snapshot.ts';
import { countVisits, selectVisits } from './visit-store.ts';

/** Reads a page of a shop’s visits of a day, today’s when none is named, with how many there were of it in all. */
export async function listVisits(
  { database, clock }: Pick<Context, 'database' | 'clock'>,
  { shopId, day = chinaDay(clock.now()), before }: VisitsQuery & { shopId: number },
): Promise<VisitListReply> {
  const span = { shopId, ...spanOfDay(day) };
  return readSnapshot(database, async (tx) => {
    const found = await selectVisits(tx, { ...span, before, limit: MAX_PASS_ENTRIES_PER_PAGE + 1 });
    const visits = found.slice(0, MAX_PASS_ENTRIES_PER_PAGE);
    const next = found.length > visits.length ? (visits.at(-1)?.id ?? null) : null;
    const seq = await newestSeq(tx, shopVisitsDestination(shopId));
    return { visits, ...(await countVisits(tx, span)), next, seq };
  });
}
