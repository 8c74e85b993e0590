import type { Tx } from '../platform/database.ts';
import { paymentErrors } from './payment-errors.ts';
import { postRefund } from './post-money.ts';
import { findRefund, updateRefund } from './refund-store.ts';
import { shownState } from './refund.ts';
import { raiseRefunded } from './trade-store.ts';

/**
 * Settles a refund that failed: somebody gave the money back without WeChat, which keeps it. The caller holds the
 * order's lock, and has asked WeChat.
 * @throws refund_not_failed, refund_too_much
 */
export async function settleByHand(
  tx: Tx,
  id: number,
  { by, note, now }: { by: string; note: string; now: Date },
): Promise<void> {
  const refund = await findRefund(tx, id);
  if (refund === undefined || shownState(refund) !== 'failed') throw paymentErrors.refund_not_failed();
  // What WeChat closed may have been asked for again since.
  const isTaken = refund.state === 'closed' && (await raiseRefunded(tx, { ...refund, now })) === undefined;
  if (isTaken) throw paymentErrors.refund_too_much();
  await updateRefund(tx, id, { move: 'settle', settledAt: now, byHand: { by, note } });
  await postRefund(tx, 'by_hand', { refund, at: now });
}
