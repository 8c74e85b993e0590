import type { Tx } from '../platform/database.ts';
import { paymentErrors } from './payment-errors.ts';
import { postRefund } from './post-money.ts';
import { findRefund, isReplaced, updateRefund } from './refund-store.ts';
import { shownState } from './refund.ts';
import type { Refund } from './refund.ts';
import { raiseRefunded } from './trade-store.ts';

/**
 * Settles a refund that failed: somebody gave the money back without WeChat, which keeps it. The caller holds the
 * order's lock, holds the refund (`holdRefund`), and has asked WeChat since.
 * @param known the refund as it was after that; it must be so still.
 * @throws refund_not_failed, refund_too_much, refund_busy
 */
export async function settleByHand(
  tx: Tx,
  known: Pick<Refund, 'id' | 'state'>,
  { by, note, heldUntil, now }: { by: string; note: string; heldUntil: Date; now: Date },
): Promise<void> {
  const { id } = known;
  const refund = await findRefund(tx, id);
  if (refund?.state !== known.state || shownState(refund) !== 'failed' || (await isReplaced(tx, id))) {
    throw paymentErrors.refund_not_failed();
  }
  // What WeChat closed may have been asked for again since.
  const isTaken = refund.state === 'closed' && (await raiseRefunded(tx, { ...refund, now })) === undefined;
  if (isTaken) throw paymentErrors.refund_too_much();
  const byHand = { by, note, heldUntil };
  const isMoved = await updateRefund(tx, id, { move: 'settle', settledAt: now, byHand });
  if (!isMoved) throw paymentErrors.refund_busy();
  await postRefund(tx, 'by_hand', { refund, at: now });
}
