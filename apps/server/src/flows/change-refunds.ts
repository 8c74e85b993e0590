import type { Order, OrderReply } from '@carillon/contract';
import { lockOrder, orderErrors, showRefunds } from '../orders/index.ts';
import { listShownRefunds } from '../payments/index.ts';
import type { Context } from '../platform/context.ts';
import type { Tx } from '../platform/database.ts';

export interface RefundsChanged<Result> {
  readonly result: Result;
  /** The order as it is told; undefined when there was nothing to tell. */
  readonly told: OrderReply | undefined;
}

/**
 * Changes the refunds of an order under its lock, and shows what became of them: if that is anything that pages
 * see, both sides are told in the same transaction.
 * @param change gets the order as it stands; what it throws undoes everything.
 * @throws order_not_found, and what `change` throws
 */
export async function changeRefunds<Result>(
  { database, clock }: Pick<Context, 'database' | 'clock'>,
  orderId: number,
  change: (tx: Tx, order: Order) => Promise<Result>,
): Promise<RefundsChanged<Result>> {
  return database.transaction(async (tx) => {
    const { order } = (await lockOrder(tx, orderId)) ?? {};
    if (order === undefined) throw orderErrors.order_not_found();
    const result = await change(tx, order);
    const refunds = await listShownRefunds(tx, orderId);
    const isSame = JSON.stringify(refunds) === JSON.stringify(order.refunds);
    const told = isSame ? undefined : await showRefunds(tx, { orderId, refunds, at: clock.now() });
    return { result, told };
  });
}
