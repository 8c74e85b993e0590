import { sql } from 'kysely';
import type { Executor } from '../platform/database.ts';
import { orderStates } from './order.ts';

/** That an order is paid for, and since when. */
export interface OrderPayment {
  readonly orderId: number;
  readonly paidAt: Date;
}

/**
 * Makes those of the orders paid that wait for it, and enters that in their timelines. Orders that others have locked
 * are waited for, or skipped. They are locked in the order of their ids, so that none who do this deadlock.
 * @returns the ids of those that were made paid
 */
export async function updatePaid(
  executor: Executor,
  payments: readonly OrderPayment[],
  ifLocked: 'wait' | 'skip',
): Promise<number[]> {
  const { from, to } = orderStates.move('pay');
  const orderIds = payments.map(({ orderId }) => orderId);
  const times = payments.map(({ paidAt }) => paidAt);
  const { rows } = await sql<{ id: number }>`
    with waiting as (
      select shop_order.id, payment.at
      from shop_order join unnest(${orderIds}::bigint[], ${times}::timestamptz[]) as payment (id, at) using (id)
      where status = any(${from}::text[])
      order by shop_order.id
      for no key update of shop_order ${ifLocked === 'skip' ? sql`skip locked` : sql``}
    ), paid as (
      update shop_order set status = ${to}, paid_at = at
      from waiting where shop_order.id = waiting.id
      returning shop_order.id, at
    )
    insert into order_timeline (order_id, status, at, by_name)
    select id, ${to}::text, at, 'wechat' from paid
    returning order_id as id`.execute(executor);
  return rows.map(({ id }) => id);
}
