import type { RefundPass, StaffPassReply } from '@carillon/contract';
import { askRefund, findClaimedTrade } from '../payments/index.ts';
import { passErrors, returnVisits } from '../passes/index.ts';
import type { Context } from '../platform/context.ts';
import type { Tx } from '../platform/database.ts';
import type { StaffVisitor } from '../platform/visitors.ts';
import { changeRefunds } from './change-refunds.ts';
import { findManagedPass, lockManagedPass } from './find-staff-pass.ts';
import { isRefundAsked } from './is-refund-asked.ts';
import { showStaffPass } from './read-passes.ts';
import { tellOfPasses } from './tell-of-passes.ts';

export interface PassRefund extends RefundPass {
  readonly passId: number;
  readonly staff: StaffVisitor;
  /** Names this very refund: the same key gives it once, however often it is sent. */
  readonly idempotencyKey: string;
}

/**
 * Gives the price of the visits that are left of a pass back, for an owner or manager. The visits leave the pass in the
 * transaction that asks for the refund; should WeChat not do it, the refund is seen to like any other.
 * @throws pass_not_found, managers_only, pass_refunded, pass_not_paid, pass_not_refundable, pass_used_up,
 *   pass_refund_changed, idempotency_key_reused, refund_too_much, refund_too_many
 */
export async function refundPass(context: Context, request: PassRefund): Promise<StaffPassReply> {
  const { passId, staff } = request;
  const { db } = context.database;
  const { orderId } = await findManagedPass(db, passId, staff);
  if (orderId === null) throw passErrors.pass_not_paid();
  await changeRefunds(context, orderId, async (tx) => {
    if (!(await isRefundAsked(tx, { ...request, orderId }))) await ask(tx, context, { ...request, orderId });
  });
  return { pass: await showStaffPass(db, context, await findManagedPass(db, passId, staff)) };
}

async function ask(
  tx: Tx,
  { clock, ids }: Pick<Context, 'clock' | 'ids'>,
  { passId, orderId, staff, amountFen, reason, idempotencyKey }: PassRefund & { orderId: number },
): Promise<void> {
  const at = clock.now();
  const by = staff.name;
  const trade = await findClaimedTrade(tx, orderId);
  if (trade === undefined) throw new Error(`pass ${passId} was bought and has no trade that paid it`);
  const pass = await lockManagedPass(tx, passId, staff);
  const returned = await returnVisits(tx, { pass, amountFen, reason, by, at });
  await askRefund(tx, {
    ...{ trade, amountFen, reason, by, idempotencyKey },
    ...{ cause: 'staff', now: at, token: ids.token() },
  });
  await tellOfPasses(tx, [{ pass: returned }], at);
}
