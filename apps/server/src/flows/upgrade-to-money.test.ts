import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { migrations } from '../migrations/index.ts';
import type { Database } from '../platform/database.ts';
import { migrate } from '../platform/database/migrate.ts';
import { testDatabases } from '../testing/databases.ts';
import { openTill } from '../testing/test-till.ts';
import { checkAllBooks } from './check-all-books.ts';
import { sendDueRefunds } from './send-due-refunds.ts';

const MIGRATE_TIME_LIMIT_MS = 120_000;

/** The database as a build before refunds left it: without books, and with orders that two trades had paid. */
async function openOldDatabase(open: () => Promise<Database>): Promise<Database> {
  const database = await open();
  await sql`drop schema public cascade`.execute(database.db);
  await sql`create schema public`.execute(database.db);
  const old = Object.entries(migrations).filter(([name]) => name < '0008');
  await migrate(database, Object.fromEntries(old));
  await sql`insert into shop (name, phone, address) values ('小馆', '', '')`.execute(database.db);
  await sql`
    insert into shop_order
      (shop_id, buyer_id, shop_day, number, status, total_fen, remark, placed_at, paid_at)
    values
      (1, 'buyer', '2025-11-20', 1, 'paid', 5800, '', '2025-11-20T04:00Z', '2025-11-20T04:09Z'),
      (1, 'buyer', '2025-11-20', 2, 'paid', 700, '', '2025-11-20T04:00Z', '2025-11-20T04:02Z'),
      (1, 'buyer', '2025-11-20', 3, 'pending_payment', 700, '', '2025-11-20T04:00Z', null),
      (1, 'buyer', '2025-11-20', 4, 'paid', 700, '', now(), now() - interval '5 minutes')`.execute(
    database.db,
  );
  // Of the first order, the later attempt paid first.
  await sql`
    insert into trade (order_id, attempt, out_trade_no, state, amount_fen, description, notify_url, expires_at,
      transaction_id, paid_at, next_query_at)
    select order_id, attempt, 'C000000000' || order_id || 'A' || attempt, state, amount_fen, '', 'https://shop.test/notify',
      '2025-11-20T04:05Z', transaction_id, paid_at, '2025-11-20T04:05Z'
    from (values
      (1, 1, 'paid', 5800, '420001', '2025-11-20T04:12Z'::timestamptz),
      (1, 2, 'paid', 5800, '420002', '2025-11-20T04:09Z'),
      (2, 1, 'closed', 700, null, null),
      (2, 2, 'paid', 700, '420003', '2025-11-20T04:02Z'),
      (3, 1, 'open', 700, null, null),
      (4, 1, 'paid', 700, '420004', now() - interval '5 minutes')
    ) as had (order_id, attempt, state, amount_fen, transaction_id, paid_at)`.execute(database.db);
  await sql`
    insert into journal_destination (name, newest_seq)
    values ('/topic/orders/1', 1), ('/topic/orders/2', 1), ('/topic/orders/4', 1), ('/topic/shops/1/orders', 3)`.execute(
    database.db,
  );
  await sql`
    insert into journal_entry (destination_id, seq, payload, appended_at)
    select destination.id, seq, json_build_object('type', 'order.paid', 'order', json_build_object('id', order_id)),
      '2025-11-20T04:12Z'
    from (values ('/topic/orders/1', 1, 1), ('/topic/orders/2', 1, 2), ('/topic/orders/4', 1, 4),
      ('/topic/shops/1/orders', 1, 2), ('/topic/shops/1/orders', 2, 1), ('/topic/shops/1/orders', 3, 4)) as told (name, seq, order_id) join journal_destination destination using (name)`.execute(
    database.db,
  );
  await migrate(database, migrations);
  return database;
}

test.each(testDatabases())(
  'an upgrade gives back what came twice for an order, and rings only for what waits, on %s',
  async (_name, open) => {
    const database = await openOldDatabase(open);
    expect(await checkAllBooks(database)).toEqual([]);
    const { rows } = await sql`
      select out_trade_no as number, credit, refunded_fen as "refundedFen", cause, refund.amount_fen as fen
      from trade join money_posting posting on posting.trade_id = trade.id and posting.kind = 'payment'
        left join refund on refund.trade_id = trade.id
      order by trade.id`.execute(database.db);
    expect(rows).toEqual([
      { number: 'C0000000001A1', credit: 'unclaimed', refundedFen: 5_800, cause: 'paid_twice', fen: 5_800 },
      { number: 'C0000000001A2', credit: 'orders', refundedFen: 0, cause: null, fen: null },
      { number: 'C0000000002A2', credit: 'orders', refundedFen: 0, cause: null, fen: null },
      { number: 'C0000000004A1', credit: 'orders', refundedFen: 0, cause: null, fen: null },
    ]);

    // What was handed over long ago without a word must not ring, and so be given back.
    const rings = await sql`select order_id as "orderId" from ring`.execute(database.db);
    expect(rings.rows).toEqual([{ orderId: 4 }]);

    const till = await openTill(database);
    expect((await till.order(1)).refunds).toMatchObject([{ amountFen: 5_800, state: 'processing' }]);
    till.context.advance(Date.now() - till.context.clock.now().getTime());
    await sendDueRefunds(till.context, till.merchant.pay);
    const [asked] = till.merchant.wechat.requests;
    expect(asked?.body.out_refund_no).toMatch(/^RC0000000001A1X[0-9a-f]{8}$/);
  },
  MIGRATE_TIME_LIMIT_MS,
);
