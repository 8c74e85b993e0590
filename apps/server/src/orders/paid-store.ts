import type { Fulfilment } from '@carillon/contract';
import { sql } from 'kysely';
import type { Executor } from '../platform/database.ts';
import { fulfilmentsOf, orderStates } from './order.ts';

/** That an order is paid for, and since when. */
export interface OrderPayment {
  readonly orderId: number;
  readonly paidAt: Date;
}

/** An order that is paid now. */
export interface PaidOrder {
  readonly orderId: number;
  /** Whose it is, now that its row is locked. */
  readonly buyerId: string;
  readonly fulfilment: Fulfilment;
}

/**
 * Makes those of the orders paid that wait for it, and enters that in their timelines; those whose payment brings what
 * was bought are completed by it. Orders that others have locked are waited for, or skipped. They are locked in the
 * order of their ids, so that none who do this deadlock.
 * @returns those that were made paid
 */
export async function updatePaid(
  executor: Executor,
  payments: readonly OrderPayment[],
  ifLocked: 'wait' | 'skip',
): Promise<PaidOrder[]> {
  const { from, to } = orderStates.move('pay');
  const { to: end } = orderStates.move('bring');
  const brought = fulfilmentsOf('bring') ?? [];
  const orderIds = payments.map(({ orderId }) => orderId);
  const times = payments.map(({ paidAt }) => paidAt);
  const { rows } = await sql<PaidOrder>`
    with waiting as (
      select shop_order.id, payment.at
      from shop_order join unnest(${orderIds}::bigint[], ${times}::timestamptz[]) as payment (id, at) using (id)
      where status = any(${from}::text[])
      order by shop_order.id
      for no key update of shop_order ${ifLocked === 'skip' ? sql`skip locked` : sql``}
    ), paid as (
      update shop_order
      set status = case when fulfilment = any(${brought}::text[]) then ${end}::text else ${to}::text end, paid_at = at
      from waiting where shop_order.id = waiting.id
      returning shop_order.id, at, buyer_id, fulfilment
    ), noted as (
      insert into order_timeline (order_id, status, at, by_name)
      select id, ${to}::text, at, 'wechat' from paid
      union all
      select id, ${end}::text, at, 'system' from paid where fulfilment = any(${brought}::text[])
    )
    select id as "orderId", buyer_id as "buyerId", fulfilment from paid`.execute(executor);
  return rows;
}
