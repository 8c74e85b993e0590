import type { Fulfilment } from '@carillon/contract';
import { sql } from 'kysely';
import type { Executor } from '../platform/database.ts';

/** From the first moment to before the last. */
export interface TimeSpan {
  readonly from: Date;
  readonly to: Date;
}

/** What the orders of one hour and one fulfilment brought. */
export interface SalesOfHour {
  /** Of the clock in Shanghai. */
  readonly hour: number;
  readonly fulfilment: Fulfilment;
  readonly orders: number;
  readonly salesFen: number;
  readonly deliveryFeesFen: number;
}

/** What was paid for orders of a shop within a day, by hour and fulfilment. */
export async function selectSalesByHour(
  executor: Executor,
  { shopId, from, to }: TimeSpan & { shopId: number },
): Promise<SalesOfHour[]> {
  const { rows } = await sql<SalesOfHour>`
    select
      extract(hour from paid_at at time zone 'Asia/Shanghai')::integer as "hour",
      fulfilment,
      count(*)::integer as orders,
      sum(total_fen)::bigint as "salesFen",
      sum(delivery_fee_fen)::bigint as "deliveryFeesFen"
    from shop_order
    where shop_id = ${shopId} and paid_at >= ${from} and paid_at < ${to}
    group by 1, 2
    order by 1, 2`.execute(executor);
  return rows;
}

export interface SalesOfProduct {
  /** null: it is a pass, one kind by its name. */
  readonly productId: number | null;
  /** As it was called when it was last ordered. */
  readonly name: string;
  readonly quantity: number;
  readonly salesFen: number;
}

/** The products that sold for most of those in a shop's paid orders. */
export async function selectSalesByProduct(
  executor: Executor,
  { shopId, from, to, limit }: TimeSpan & { shopId: number; limit: number },
): Promise<SalesOfProduct[]> {
  const { rows } = await sql<SalesOfProduct>`
    select
      product_id as "productId",
      (array_agg(name order by order_id desc))[1] as name,
      sum(quantity)::integer as quantity,
      sum(quantity * unit_price_fen)::bigint as "salesFen"
    from order_line join shop_order on shop_order.id = order_id
    where shop_id = ${shopId} and paid_at >= ${from} and paid_at < ${to}
    group by product_id, case when product_id is null then name end
    order by "salesFen" desc, product_id
    limit ${limit}`.execute(executor);
  return rows;
}
