import { markPaid } from '../orders/index.ts';
import { recordPayments } from '../payments/index.ts';
import type { NewPayment } from '../payments/index.ts';
import type { Context } from '../platform/context.ts';
import type { Tx } from '../platform/database.ts';
import { bringPasses } from './bring-passes.ts';
import { ringFor } from './ring-for.ts';
import { tellOfMiniPayments } from './tell-of-progress.ts';

/**
 * Gives payments to their orders, those that wait for one: order and trade are paid, the money is the order's, its ring
 * begins, or the pass that was bought is issued, and the journals say so. The trades' locks are held; no two payments are
 * for the same order.
 * @returns the ids of the orders that are paid by this
 * @throws the refusals of `recordPayments`
 */
export async function claimPayments(
  tx: Tx,
  context: Pick<Context, 'clock' | 'ringPace' | 'logger' | 'mini'>,
  { payments, ifLocked }: { payments: readonly NewPayment[]; ifLocked: 'wait' | 'skip' },
): Promise<ReadonlySet<number>> {
  const orders = payments.map(({ trade, paidAt }) => ({ orderId: trade.orderId, paidAt }));
  return markPaid(tx, orders, {
    ifLocked,
    async beforeTold(paid) {
      const byOrder = new Map(paid.map((order) => [order.orderId, order]));
      const claimed = payments.filter(({ trade }) => byOrder.has(trade.orderId));
      await recordPayments(tx, claimed, 'orders');
      const rung = claimed.filter(({ trade }) => byOrder.get(trade.orderId)?.fulfilment !== 'pass');
      await ringFor(
        tx,
        context,
        rung.map(({ trade: { orderId, shopId } }) => ({ orderId, shopId })),
      );
      await bringPasses(
        tx,
        context,
        paid.filter(({ fulfilment }) => fulfilment === 'pass'),
      );
      await tellOfMiniPayments(tx, context, claimed);
    },
  });
}
