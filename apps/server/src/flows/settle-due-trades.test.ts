import { randomUUID } from 'node:crypto';
import { WeChatError } from '@carillon/wechat';
import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { findOrder } from '../orders/index.ts';
import { createForgeries } from '../payments/index.ts';
import type { Forgeries } from '../payments/index.ts';
import type { Database } from '../platform/database.ts';
import { emptyTables, testDatabases } from '../testing/databases.ts';
import { makeContext } from '../testing/test-context.ts';
import type { TestContext } from '../testing/test-context.ts';
import { makeMerchant } from '../testing/test-merchant.ts';
import type { TestMerchant } from '../testing/test-merchant.ts';
import { openTestShop } from '../testing/test-shop.ts';
import { checkAllBooks } from './check-all-books.ts';
import { openTrade } from './open-trade.ts';
import { placeOrder } from './place-order.ts';
import { receiveNotification } from './receive-notification.ts';
import { createSettler } from './settle-together.ts';
import type { SettlePayment } from './settle-together.ts';
import { settleDueTrades } from './settle-due-trades.ts';
import { startPaymentWork } from './start-payment-work.ts';

const MINUTE_MS = 60_000;

describe.each(testDatabases())('trades that no notification tells of, on %s', (_name, open) => {
  let database: Database;
  let context: TestContext;
  let merchant: TestMerchant;
  let forgeries: Forgeries;
  let settler: SettlePayment;
  let orderId: number;
  let outTradeNo: string;

  beforeAll(async () => {
    database = await open();
  });

  beforeEach(async () => {
    await emptyTables(database);
    context = makeContext(database);
    merchant = makeMerchant(context.clock);
    forgeries = createForgeries(context);
    settler = createSettler(context);
    const { shopId, products } = await openTestShop(database, randomUUID().slice(0, 8));
    const request = { lines: [{ productId: products.rice, quantity: 1 }], totalFen: 200 };
    orderId = await placeOrder(context, { shopId, buyerId: 'buyer', idempotencyKey: 'k', request });
    const parts = { context, pay: merchant.pay, notifyUrl: () => 'https://shop.test/notify' };
    ({ outTradeNo } = await openTrade(parts, { orderId, buyerId: 'buyer' }));
    merchant.wechat.requests.length = 0;
  });

  async function settle(): Promise<void> {
    await settleDueTrades(context, merchant.pay);
  }

  async function statusOf(): Promise<string | undefined> {
    return (await findOrder(database.db, orderId))?.status;
  }

  test('are asked about after 5 s, 30 s, 2 min and then every 10 min', async () => {
    const askedAt: number[] = [];
    let now = 0;
    for (const second of [4, 5, 34, 35, 154, 155, 359, 360, 1_800]) {
      context.advance((second - now) * 1_000);
      now = second;
      await settle();
      if (merchant.wechat.requests.splice(0).length > 0) askedAt.push(second);
    }
    // The trade expires at 300 s, and is closed a minute later whenever it would have been asked about next.
    expect(askedAt).toEqual([5, 35, 155, 360]);
  });

  test('are settled by asking WeChat, and the late notification repeats what is known', async () => {
    merchant.wechat.payTrade(outTradeNo);
    context.advance(MINUTE_MS);
    await settle();
    expect(await statusOf()).toBe('paid');
    const late = merchant.notification({ outTradeNo, amountFen: 200 });
    expect(await receiveNotification({ context, pay: merchant.pay, forgeries, settle: settler }, late)).toBe(
      'repeated',
    );
  });

  test('are asked about by one of several nodes', async () => {
    context.advance(MINUTE_MS);
    await Promise.all([settle(), settle(), settle()]);
    expect(merchant.wechat.requests).toHaveLength(1);
    context.advance(MINUTE_MS);
    await settle();
    expect(merchant.wechat.requests).toHaveLength(2);
    expect(await statusOf()).toBe('pending_payment');
  });

  test('are asked about again when WeChat did not answer', async () => {
    merchant.wechat.payTrade(outTradeNo);
    merchant.wechat.loseNextAnswer({ done: true });
    context.advance(MINUTE_MS);
    await settle();
    expect(await statusOf()).toBe('pending_payment');
    context.advance(MINUTE_MS);
    await settle();
    expect(await statusOf()).toBe('paid');
  });

  test('are asked about at once by a server that starts: they may have been paid while it was away', async () => {
    merchant.wechat.payTrade(outTradeNo);
    const stop = await startPaymentWork(context, merchant.pay);
    await vi.waitFor(async () => expect(await statusOf()).toBe('paid'));
    stop();
  });

  test('ring for nobody when they were paid and refunded since: their orders end', async () => {
    merchant.wechat.payTrade(outTradeNo);
    merchant.wechat.refundTrade(outTradeNo);
    context.advance(MINUTE_MS);
    await settle();
    expect(await findOrder(database.db, orderId)).toMatchObject({
      status: 'cancelled',
      paidAt: null,
      cancellation: { reason: 'shop', note: '付款已在微信商户平台退回' },
      // What may be left of it; WeChat says whether anything is.
      refunds: [{ cause: 'late_payment', amountFen: 200 }],
    });
    expect(await checkAllBooks(database)).toEqual([]);
  });

  /** Opens that many trades of other orders, each a second after the one before. */
  async function openOthers(count: number): Promise<void> {
    await sql`
      insert into shop_order (shop_id, buyer_id, shop_day, number, status, total_fen, remark, placed_at,
          expires_at)
      select shop_id, 'other', shop_day, 100 + other, status, total_fen, '', placed_at, expires_at
      from shop_order, generate_series(1, ${sql.lit(count)}) as other`.execute(database.db);
    await sql`
      insert into trade (order_id, shop_id, attempt, out_trade_no, state, amount_fen, description, notify_url, expires_at,
        code_url, next_query_at)
      select other.id, other.shop_id, 1, 'other-' || number, 'open', amount_fen, description, notify_url,
        trade.expires_at + number * interval '1 second', code_url, next_query_at + number * interval '1 millisecond'
      from shop_order other, trade where buyer_id = 'other'`.execute(database.db);
  }

  test('are asked about the newest first when they are many, a few at a time, and no old one starves', async () => {
    await openOthers(300);
    let running = 0;
    let most = 0;
    const query = vi.spyOn(merchant.pay, 'queryTrade').mockImplementation(async (number) => {
      running += 1;
      most = Math.max(most, running);
      await Promise.resolve();
      running -= 1;
      throw new WeChatError('wechat_order_not_exist', `There is no ${number}.`);
    });
    context.advance(MINUTE_MS);
    await settle();
    const asked = new Set(query.mock.calls.map(([number]) => number));
    expect(asked.size).toBe(200);
    expect(asked).toContain('other-400');
    expect(asked).toContain('other-251');
    expect(asked).toContain(outTradeNo);
    expect(asked).not.toContain('other-250');
    expect(most).toBe(5);
  });

  test('are closed with WeChat a minute after they have expired, and asked about no more', async () => {
    context.advance(16 * MINUTE_MS);
    await settle();
    const asked = () => merchant.wechat.requests.map(({ method }) => method);
    expect(asked()).toEqual(['GET', 'POST', 'GET']);
    context.advance(10 * MINUTE_MS);
    await settle();
    expect(asked()).toHaveLength(3);
    expect(await statusOf()).toBe('pending_payment');
  });

  // Two codes that can both be paid are a double payment waiting to happen.
  test('are closed with WeChat once their order was paid by another', async () => {
    const parts = { context, pay: merchant.pay, notifyUrl: () => 'https://shop.test/notify' };
    context.advance(5 * MINUTE_MS);
    const second = await openTrade(parts, { orderId, buyerId: 'buyer' });
    const late = merchant.notification({ outTradeNo, amountFen: 200 });
    expect(await receiveNotification({ context, pay: merchant.pay, forgeries, settle: settler }, late)).toBe(
      'paid',
    );
    await settle();
    expect(merchant.wechat.stateOf(second.outTradeNo)).toBe('CLOSED');
    expect(await statusOf()).toBe('paid');
  });

  // A server that was away for an hour gave such a payment up for lost.
  test('are settled however long the server was away', async () => {
    merchant.wechat.payTrade(outTradeNo);
    context.advance(26 * 60 * MINUTE_MS);
    await settle();
    expect(await statusOf()).toBe('paid');
  });

  test('are asked about until WeChat has said how they ended', async () => {
    merchant.wechat.meetNextClose('not done');
    context.advance(16 * MINUTE_MS);
    await settle();
    merchant.wechat.payTrade(outTradeNo);
    context.advance(MINUTE_MS);
    await settle();
    expect(await statusOf()).toBe('paid');
  });
});
