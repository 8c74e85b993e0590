import type { Tx } from '../platform/database.ts';
import { passErrors } from './pass-errors.ts';
import { updateRefunded } from './pass-store.ts';
import { refundFenOf } from './pass.ts';
import type { PassRecord } from './pass.ts';
import { postEntry } from './post-entry.ts';

/**
 * Takes all that is left off a pass whose share of the price is being paid back, in the transaction that asks for the
 * refund: nobody can use what is paid back. A pass that is frozen or expired can be paid back as well.
 * @param wish `amountFen` is what staff were shown, `reason` what the buyer reads.
 * @throws pass_refunded, pass_not_paid, pass_not_refundable, pass_used_up, pass_refund_changed when a visit was taken
 *   or undone since
 */
export async function returnVisits(
  tx: Tx,
  wish: {
    /** As it stands under its lock. */
    readonly pass: PassRecord;
    readonly amountFen: number;
    readonly reason: string;
    readonly by: string;
    readonly at: Date;
  },
): Promise<PassRecord> {
  const { pass, reason, by, at } = wish;
  if (pass.refundedAt !== null) throw passErrors.pass_refunded();
  if (pass.orderId === null) throw passErrors.pass_not_paid();
  if (!pass.refundable) throw passErrors.pass_not_refundable();
  if (pass.left === 0) throw passErrors.pass_used_up();
  const amountFen = refundFenOf(pass);
  if (amountFen !== wish.amountFen) throw passErrors.pass_refund_changed({ left: pass.left, amountFen });
  const { id: passId, left: visits } = pass;
  const left = await postEntry(tx, { passId, what: 'refunded', visits, at, by, note: reason });
  await updateRefunded(tx, passId, at);
  return { ...pass, left, refundedAt: at };
}
