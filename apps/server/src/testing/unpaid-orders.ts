import { sql } from 'kysely';
import { seedDemo } from '../demo/seed-demo.ts';
import { migrations } from '../migrations/index.ts';
import { openDatabase } from '../platform/database.ts';
import { migrate } from '../platform/database/migrate.ts';
import { randomIds } from '../platform/ids.ts';
import { createLogger } from '../platform/logging.ts';

/** What every prepared order costs. */
export const UNPAID_ORDER_FEN = 200;

/**
 * Fills an empty database with the demo shop and orders whose trades are open and waiting to be paid: what a bench of
 * payments begins with. WeChat is not asked about them for a day.
 * @returns the numbers of their trades, and the shop
 */
export async function prepareUnpaidOrders(
  where: { readonly databaseUrl: string | undefined; readonly dataFolder: string },
  count: number,
): Promise<{ shopId: number; outTradeNos: string[] }> {
  const logger = createLogger({ level: 'silent' });
  const onFailure = (error: Error): never => {
    throw error;
  };
  const database = await openDatabase(where, { logger, onFailure });
  await migrate(database, migrations);
  await seedDemo({ database, ids: randomIds });
  const made = await database.transaction(async (tx) => {
    await sql`
      insert into shop_order (shop_id, buyer_id, shop_day, number, status, total_fen, remark, placed_at, expires_at,
        fulfilment)
      select shop.id, 'bench', current_date, n, 'pending_payment', ${UNPAID_ORDER_FEN}, '', now(),
        now() + interval '1 day', 'pickup'
      from shop, generate_series(1, ${sql.lit(count)}) as n`.execute(tx);
    await sql`
      insert into order_line (order_id, position, product_id, name, quantity, unit_price_fen)
      select id, 0, 1, '米饭', 1, total_fen from shop_order`.execute(tx);
    await sql`
      insert into order_timeline (order_id, status, at, by_name)
      select id, status, placed_at, 'buyer' from shop_order`.execute(tx);
    const { rows } = await sql<{ shopId: number; outTradeNo: string }>`
      insert into trade (order_id, shop_id, attempt, out_trade_no, state, amount_fen, description, notify_url,
        expires_at, code_url, next_query_at)
      select id, shop_id, 1, 'BENCH' || id, 'open', total_fen, '', '', expires_at, 'weixin://bench', expires_at
      from shop_order
      returning shop_id as "shopId", out_trade_no as "outTradeNo"`.execute(tx);
    return rows;
  });
  await database.close();
  return { shopId: made[0]?.shopId ?? 0, outTradeNos: made.map(({ outTradeNo }) => outTradeNo) };
}
