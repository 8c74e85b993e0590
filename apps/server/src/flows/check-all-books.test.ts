import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { postEntry } from '../passes/index.ts';
import type { Database } from '../platform/database.ts';
import { emptyTables, testDatabases } from '../testing/databases.ts';
import { BUYER, openTill } from '../testing/test-till.ts';
import type { TestTill } from '../testing/test-till.ts';
import { buyPass } from './buy-pass.ts';
import { rejectOrder } from './cancel-as-staff.ts';
import { checkAllBooks } from './check-all-books.ts';

/** A mistake that somebody or something made in the database, and the first words of the rules that it breaks. */
const MISTAKES: [title: string, statement: string, rules: string[]][] = [
  [
    'a payment that was not posted',
    `delete from money_posting where kind = 'payment' and trade_id = 2`,
    ['a trade is posted as paid once', 'no account holds less', 'money in is', 'an order is paid exactly'],
  ],
  [
    'a payment posted with another amount',
    `update money_posting set amount_fen = 1 where kind = 'payment' and trade_id = 1`,
    ['a trade is posted as paid once', 'money in is', 'an order is paid exactly'],
  ],
  [
    'a refund that was not posted',
    `delete from money_posting where kind = 'refund_asked'`,
    ['a refund is posted as asked'],
  ],
  [
    'a refund that takes from elsewhere',
    `update money_posting set debit = 'unclaimed' where kind = 'refund_asked'`,
    ['a refund takes its money', 'no account holds less'],
  ],
  [
    'a refund that succeeded by itself',
    `update refund set state = 'succeeded'`,
    ['a refund is posted as asked', 'money in is', 'pages are shown the refunds'],
  ],
  [
    'a trade that forgot what was asked of it',
    `update trade set refunded_fen = 0`,
    ['a trade knows how much', 'no order is cancelled and keeps'],
  ],
  [
    'money for nothing that nobody gives back',
    `update money_posting set credit = 'unclaimed' where kind = 'payment' and trade_id = 1`,
    ['what came for nothing', 'an order is paid exactly'],
  ],
  [
    'an order that says it is paid',
    `update shop_order set status = 'paid', paid_at = now() where id = 3`,
    ['an order is paid exactly', 'a payment was told to its order'],
  ],
  [
    'an order that was paid, and forgot it',
    `update shop_order set paid_at = null where id = 1`,
    ['an order is paid exactly', 'an order is paid, accepted or beyond'],
  ],
  [
    'an order cancelled without its money',
    `update shop_order set status = 'cancelled', cancel_reason = 'shop' where id = 1`,
    ['no order is cancelled and keeps', 'what an order took of the stock'],
  ],
  [
    'an order that expired with its trade open',
    `update shop_order set status = 'cancelled', cancel_reason = 'expired' where id = 3`,
    ['an order that was not paid in time', 'what an order took of the stock'],
  ],
  [
    'a payment that was told twice',
    `insert into journal_entry (destination_id, seq, payload, appended_at)
     select destination_id, 99, payload, appended_at from journal_entry
     join journal_destination on journal_destination.id = destination_id
     where name = '/topic/orders/1' and payload ->> 'type' = 'order.paid'`,
    ['a payment was told to its order', 'an order’s payment was told once'],
  ],
  [
    'a payment that was never told',
    `update journal_entry set payload = replace(payload::text, 'order.paid', 'order.refund')::json
     from journal_destination destination where destination.id = destination_id and name = '/topic/orders/1'`,
    ['a payment was told to its order'],
  ],
  [
    'a payment that the shop was not told of',
    `update journal_entry set payload = replace(payload::text, 'order.paid', 'order.refund')::json
     from journal_destination destination
     where destination.id = destination_id and name like '/topic/shops/%' and payload -> 'order' ->> 'id' = '1'`,
    ['a payment was told to its order'],
  ],
  [
    'a payment that the shop was told of twice',
    `insert into journal_entry (destination_id, seq, payload, appended_at)
     select destination_id, 99, payload, appended_at from journal_entry
     join journal_destination on journal_destination.id = destination_id
     where name like '/topic/shops/%' and payload ->> 'type' = 'order.paid' and payload -> 'order' ->> 'id' = '1'`,
    ['a payment was told to its order'],
  ],
  [
    'a refund that pages do not show',
    `update shop_order set refunds = '[]'`,
    ['pages are shown the refunds'],
  ],
  [
    'a refund that pages show as arrived before it is',
    `update shop_order set refunds = replace(refunds::text, '"processing"', '"succeeded"')::json`,
    ['pages are shown the refunds'],
  ],
  [
    'a refund of another order’s trade',
    `update refund set order_id = 3`,
    ['a refund is of its trade’s order', 'pages are shown the refunds'],
  ],
  [
    'a refund that was refused and is being given',
    `update refund set state = 'processing', refused = true`,
    ['only a refund that WeChat was asked for'],
  ],
  [
    'stock that a cancelled order keeps',
    `update order_line set stock = 'taken' where order_id = 2`,
    ['what an order took of the stock'],
  ],
  [
    'stock that was given back for an order that stands',
    `update order_line set stock = 'given_back' where order_id = 1`,
    ['what an order took of the stock'],
  ],
];

/** The same, of a pass for ten visits of which one was taken. */
const PASS_MISTAKES: typeof MISTAKES = [
  ['a pass of which something else is left', `update pass set left_visits = 8`, ['what is left of a pass']],
  [
    'an entry that says something else',
    `update pass_entry set left_after = 8 where what = 'visit'`,
    ['an entry says what was left'],
  ],
  [
    'a visit that was not booked',
    `delete from pass_entry where what = 'visit'`,
    ['what is left of a pass', 'visits that stand', 'a visit is booked once'],
  ],
  [
    'a visit that is undone in silence',
    `update pass_visit set undone_at = now(), undone_by = '', undone_reason = ''`,
    ['visits that stand', 'a visit is booked once'],
  ],
  [
    'a pass that began with more',
    `update pass_entry set visits = 11, left_after = 11 where what = 'bought'`,
    ['what is left of a pass', 'an entry says what was left', 'a pass begins with all its visits'],
  ],
  [
    'a pass that nobody froze',
    `update pass set frozen_at = now(), frozen_reason = ''`,
    ['a pass is frozen exactly'],
  ],
  [
    'a pass that nobody paid back',
    `update pass set refunded_at = now(), left_visits = 0`,
    ['what is left of a pass', 'a pass is paid back exactly'],
  ],
  [
    'visits that were taken off without a refund',
    `with taken as (update pass set refunded_at = now(), left_visits = 0)
     insert into pass_entry (pass_id, what, debit, credit, visits, left_after, at, by_name)
     values (1, 'refunded', 'held', 'returned', 9, 0, now(), '')`,
    ['what is taken off a pass'],
  ],
  [
    'an order that does not know its pass',
    `update shop_order set pass_id = null`,
    ['an order of a pass has brought it'],
  ],
  [
    'a pass of another buyer than its order',
    `update pass set buyer_id = 'other'`,
    ['an order of a pass has brought it'],
  ],
  [
    'a pass that a shop was told of as if it were to cook it',
    `with shop as (
       insert into journal_destination (name, newest_seq)
       select '/topic/shops/' || shop_id || '/orders', 1 from shop_order returning id)
     insert into journal_entry (destination_id, seq, payload, appended_at)
     select shop.id, 1, payload, now() from shop, journal_entry where payload ->> 'type' = 'order.completed'`,
    ['a payment was told to its order'],
  ],
];

describe.each(testDatabases())('the check of the books, on %s', (_name, open) => {
  let database: Database;
  let till: TestTill;

  beforeAll(async () => {
    database = await open();
  });

  /** Order 1 is paid, order 2 is paid and rejected, order 3 has an open trade. */
  beforeEach(async () => {
    await emptyTables(database);
    till = await openTill(database);
    await till.sell();
    const { orderId } = await till.sell();
    await rejectOrder(till.context, { orderId, note: '卖完了', staff: till.clerk });
    await till.open(await till.place());
  });

  test('finds nothing where all is well', async () => {
    expect(await checkAllBooks(database)).toEqual([]);
  });

  test.each(MISTAKES)('finds %s', async (_title, statement, rules) => {
    await sql.raw(statement).execute(database.db);
    await expectBroken(rules);
  });

  test.each(PASS_MISTAKES)('finds %s', async (_title, statement, rules) => {
    await emptyTables(database);
    await sellPass();
    expect(await checkAllBooks(database)).toEqual([]);
    await sql.raw(statement).execute(database.db);
    await expectBroken(rules);
  });

  /** Sells a pass, and takes a visit. */
  async function sellPass(): Promise<void> {
    till = await openTill(database);
    const { context, shop } = till;
    await sql`
      insert into pass_kind (shop_id, name, terms, visits, price_fen, refundable, on_sale)
      values (${shop.shopId}, '咖啡十杯卡', '', 10, 19900, true, true)`.execute(database.db);
    const request = { kindId: 1, priceFen: 19_900 };
    const wish = { shopId: shop.shopId, buyerId: BUYER, idempotencyKey: 'k', maxPriceFen: 19_900 };
    await till.pay(await till.open(await buyPass(context, { ...wish, request })));
    await sql`
      with key as (insert into pass_key (id, created_at, retired_at) values (0, now(), now()) returning id)
      insert into pass_showing (pass_id, buyer_id, shop_id, key_id, started_at, ends_at)
      select 1, ${BUYER}, ${shop.shopId}, id, now(), now() + interval '1 minute' from key`.execute(
      database.db,
    );
    await sql`
      insert into pass_visit (showing_id, pass_id, shop_id, at, by_id, by_name, left_after)
      values (1, 1, ${shop.shopId}, now(), 1, '小王', 9)`.execute(database.db);
    await database.transaction(async (tx) => {
      const visit = { passId: 1, what: 'visit', visits: 1, visitId: 1 } as const;
      await postEntry(tx, { ...visit, at: context.clock.now(), by: '小王' });
    });
  }

  /** Expects the rules that begin so to be broken, and no other. */
  async function expectBroken(rules: readonly string[]): Promise<void> {
    const found = new Set((await checkAllBooks(database)).map(({ rule }) => rule));
    expect([...found].map((rule) => rules.find((start) => rule.startsWith(start)) ?? rule).sort()).toEqual(
      [...rules].sort(),
    );
  }
});
