import type { OrderSearchQuery } from '@carillon/contract';
import { sql } from 'kysely';
import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import type { Executor } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';
import type { OrderTables } from './order-tables.ts';

type Only = NonNullable<OrderSearchQuery['only']>;
type Builder = ExpressionBuilder<OrderTables, 'shop_order'>;

/** Fewer digits are in almost every telephone number. */
const MIN_PHONE_DIGITS = 3;

const CONDITIONS: Record<Exclude<Only, 'unpaid'>, Expression<SqlBool>> = {
  waiting: sql`status = 'paid'`,
  making: sql`status = 'accepted'`,
  leaving: sql`status in ('ready', 'delivering')`,
  completed: sql`status = 'completed'`,
  cancelled: sql`status = 'cancelled'`,
  refunded: sql`json_array_length(refunds) > 0`,
};

export interface OrderSearch extends OrderSearchQuery {
  readonly shopId: number;
  readonly limit: number;
}

/** The ids of a shop's orders that fit, the newest first. */
export async function selectFoundIds(executor: Executor, asked: OrderSearch): Promise<number[]> {
  const { shopId, search, only, fulfilment, table, from, to, minFen, maxFen, before, limit } = asked;
  let query = tablesOf<OrderTables>(executor)
    .selectFrom('shop_order')
    .select('id')
    .where('shop_id', '=', shopId)
    .where('paid_at', only === 'unpaid' ? 'is' : 'is not', null);
  if (only !== undefined && only !== 'unpaid') query = query.where(CONDITIONS[only]);
  if (fulfilment !== undefined) query = query.where('fulfilment', '=', fulfilment);
  if (table) query = query.where('table_name', '=', table);
  if (from !== undefined) query = query.where('shop_day', '>=', from);
  if (to !== undefined) query = query.where('shop_day', '<=', to);
  if (minFen !== undefined) query = query.where('total_fen', '>=', minFen);
  if (maxFen !== undefined) query = query.where('total_fen', '<=', maxFen);
  if (before !== undefined) query = query.where('id', '<', before);
  if (search) query = query.where((builder) => holds(builder, search));
  const rows = await query.orderBy('id', 'desc').limit(limit).execute();
  return rows.map(({ id }) => id);
}

/** Whether an order says a text somewhere: `017` may be its number, or in a telephone number. */
function holds(builder: Builder, text: string): Expression<SqlBool> {
  const number = /^#?(\d{1,6})$/.exec(text)?.[1];
  const isNumber = number === undefined ? [] : [builder('number', '=', Number(number))];
  if (text.startsWith('#')) return builder.or(isNumber);

  const part = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  const digits = text.replace(/[\s-]/g, '');
  const isPhone =
    /^\d+$/.test(digits) && digits.length >= MIN_PHONE_DIGITS
      ? [sql<SqlBool>`regexp_replace(contact ->> 'phone', '\\D', '', 'g') like ${`%${digits}%`}`]
      : [];
  return builder.or([
    ...isNumber,
    ...isPhone,
    builder('table_name', 'ilike', part),
    builder('remark', 'ilike', part),
    sql<SqlBool>`contact ->> 'name' ilike ${part}`,
    sql<SqlBool>`contact ->> 'address' ilike ${part}`,
    builder.exists(
      builder
        .selectFrom('order_line')
        .select('position')
        .whereRef('order_id', '=', 'shop_order.id')
        .where('name', 'ilike', part),
    ),
  ]);
}
