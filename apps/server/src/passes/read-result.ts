import type { PassResult } from '@carillon/contract';
import type { Context } from '../platform/context.ts';
import { passErrors } from './pass-errors.ts';
import type { ResultMemory } from './result-memory.ts';
import { findResult } from './showing-store.ts';

/**
 * Reads what a showing came to, for who holds the pass: null when nobody has scanned it yet.
 * @throws pass_not_found also for one that is not the buyer’s
 */
export async function readResult(
  { context: { database }, results }: { context: Pick<Context, 'database'>; results: ResultMemory },
  { passId, showingId, buyerId }: { passId: number; showingId: number; buyerId: string | undefined },
): Promise<PassResult | null> {
  if (buyerId === undefined) throw passErrors.pass_not_found();
  const remembered = await results.find(showingId);
  // Who has logged in since is another, as far as that goes: the database has both.
  if (remembered?.passId === passId && remembered.buyerId === buyerId) return remembered.result;
  const found = await findResult(database.db, { passId, showingId });
  if (found?.buyerId !== buyerId) throw passErrors.pass_not_found();
  results.fill({ showingId, passId, ...found });
  return found.result;
}
