import type { ScanPassReply } from '@carillon/contract';
import { describeStaffPass, describeVisit, takeVisitBack, tellOfVisit } from '../passes/index.ts';
import type { RedeemParts } from './redeem-pass.ts';
import { tellOfPasses } from './tell-of-passes.ts';

export interface UndoWish {
  readonly visitId: number;
  readonly reason: string;
  /** Who undoes it: a name. */
  readonly by: string;
}

/**
 * Gives a visit back, within ten minutes and once; buyer and staff are told in the same transaction. The caller has seen
 * that whoever wishes it is a manager of the visit’s shop.
 * @throws visit_not_found, visit_undone, visit_undo_too_late or pass_refunded
 */
export async function undoVisit(
  { context: { database, clock }, results, counts }: Pick<RedeemParts, 'context' | 'results' | 'counts'>,
  wish: UndoWish,
): Promise<ScanPassReply> {
  const now = clock.now();
  const { pass, visit, result, shopName } = await database.transaction(async (tx) => {
    const back = await takeVisitBack(tx, { ...wish, now });
    const [told] = await tellOfPasses(tx, [back], now);
    await tellOfVisit(tx, { type: 'visit.undone', ...back });
    return { ...back, shopName: told?.pass.shopName ?? '' };
  });
  const { showingId, passId } = result;
  results.put({ showingId, passId, buyerId: pass.buyerId, result });
  counts.count('undone');
  return { visit: describeVisit(visit, pass), pass: describeStaffPass(pass, { shopName, now }) };
}
