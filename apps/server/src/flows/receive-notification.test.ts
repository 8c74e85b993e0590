import { randomUUID } from 'node:crypto';
import { orderDestination, shopOrdersDestination } from '@carillon/contract';
import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { findOrder } from '../orders/index.ts';
import { createForgeries } from '../payments/index.ts';
import type { Forgeries } from '../payments/index.ts';
import type { Database } from '../platform/database.ts';
import { testDatabases } from '../testing/databases.ts';
import { makeContext } from '../testing/test-context.ts';
import type { TestContext } from '../testing/test-context.ts';
import { makeMerchant } from '../testing/test-merchant.ts';
import type { Flaws, Notification, TestMerchant } from '../testing/test-merchant.ts';
import { openTestShop } from '../testing/test-shop.ts';
import type { TestShop } from '../testing/test-shop.ts';
import { openTrade } from './open-trade.ts';
import { placeOrder } from './place-order.ts';
import { receiveNotification } from './receive-notification.ts';
import { createSettler } from './settle-together.ts';
import type { SettlePayment } from './settle-together.ts';

describe.each(testDatabases())('a payment notification on %s', (_name, open) => {
  let database: Database;
  let context: TestContext;
  let merchant: TestMerchant;
  let forgeries: Forgeries;
  let settle: SettlePayment;
  let shop: TestShop;
  let orderId: number;
  let outTradeNo: string;
  const amountFen = 400;

  beforeAll(async () => {
    database = await open();
  });

  beforeEach(async () => {
    context = makeContext(database);
    merchant = makeMerchant(context.clock);
    forgeries = createForgeries(context);
    settle = createSettler(context);
    shop = await openTestShop(database, randomUUID().slice(0, 8));
    ({ orderId, outTradeNo } = await placeAndOpen());
  });

  async function placeAndOpen(): Promise<{ orderId: number; outTradeNo: string }> {
    const request = { lines: [{ productId: shop.products.rice, quantity: 2 }], totalFen: amountFen };
    const placing = { shopId: shop.shopId, buyerId: 'buyer', idempotencyKey: randomUUID(), request };
    const id = await placeOrder(context, placing);
    const parts = { context, pay: merchant.pay, notifyUrl: () => 'https://shop.test/notify' };
    const trade = await openTrade(parts, { orderId: id, buyerId: 'buyer' });
    return { orderId: id, outTradeNo: trade.outTradeNo };
  }

  async function receive(notification: Notification) {
    return receiveNotification({ context, pay: merchant.pay, forgeries, settle }, notification);
  }

  function notify(flaws?: Flaws): Notification {
    return merchant.notification({ outTradeNo, amountFen }, flaws);
  }

  async function eventsOf(destination: string): Promise<{ seq: number; type: string; orderId: number }[]> {
    const { rows } = await sql<{ seq: number; type: string; orderId: number }>`
      select entry.seq, payload ->> 'type' as type, (payload -> 'order' ->> 'id')::bigint as "orderId"
      from journal_entry entry join journal_destination destination on destination.id = destination_id
      where destination.name = ${destination} order by entry.seq`.execute(database.db);
    return rows;
  }

  async function refusals(): Promise<{ reason: string; times: number }[]> {
    await forgeries.flush();
    const { rows } = await sql<{ reason: string; times: number }>`
      select reason, times from refused_notification order by id`.execute(database.db);
    return rows;
  }

  async function expectUnpaid(): Promise<void> {
    expect((await findOrder(database.db, orderId))?.status).toBe('pending_payment');
    expect(await eventsOf(shopOrdersDestination(shop.shopId))).toEqual([]);
  }

  test('makes the order paid and rings once, at the shop and at the buyer', async () => {
    merchant.wechat.payTrade(outTradeNo);
    context.advance(20_000);
    expect(await receive(notify())).toBe('paid');
    expect(await findOrder(database.db, orderId)).toMatchObject({
      status: 'paid',
      // When WeChat took the money, not when we heard of it.
      paidAt: '2026-11-21T04:00:00.000Z',
      timeline: [{ status: 'pending_payment' }, { status: 'paid', by: 'wechat' }],
    });
    const ring = [{ seq: 1, type: 'order.paid', orderId }];
    expect(await eventsOf(shopOrdersDestination(shop.shopId))).toEqual(ring);
    expect(await eventsOf(orderDestination(orderId))).toEqual(ring);
  });

  // Elsewhere a new order rang for every restaurant.
  test('rings at no other shop, and tells of no other order', async () => {
    const { shopId } = await openTestShop(database, randomUUID().slice(0, 8));
    const other = await placeAndOpen();
    await receive(notify());
    expect(await eventsOf(shopOrdersDestination(shopId))).toEqual([]);
    expect(await eventsOf(orderDestination(other.orderId))).toEqual([]);
    expect((await findOrder(database.db, other.orderId))?.status).toBe('pending_payment');
  });

  // Elsewhere a duplicate pushed twice, or got no answer and came fifteen times.
  test('rings once when twenty copies come at once, and all are answered well', async () => {
    const notification = notify();
    const outcomes = await Promise.all(Array.from({ length: 20 }, async () => receive(notification)));
    expect(outcomes.filter((outcome) => outcome === 'paid')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'repeated')).toHaveLength(19);
    expect(await eventsOf(shopOrdersDestination(shop.shopId))).toHaveLength(1);
    expect(await eventsOf(orderDestination(orderId))).toHaveLength(1);
  });

  test('counts once when WeChat tells of the same transaction under another id', async () => {
    await receive(notify());
    expect(await receive(notify())).toBe('repeated');
    expect(await eventsOf(shopOrdersDestination(shop.shopId))).toHaveLength(1);
  });

  test('numbers the rings of a shop without holes when many are paid at once', async () => {
    const others = [await placeAndOpen(), await placeAndOpen(), await placeAndOpen(), await placeAndOpen()];
    const notifications = [{ outTradeNo }, ...others].map((paid) =>
      merchant.notification({ outTradeNo: paid.outTradeNo, amountFen }),
    );
    await Promise.all(notifications.map(async (notification) => receive(notification)));
    const events = await eventsOf(shopOrdersDestination(shop.shopId));
    expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
    expect(new Set(events.map((event) => event.orderId)).size).toBe(5);
  });

  describe('is refused, changes nothing and is written down when', () => {
    beforeEach(async () => {
      await sql`truncate refused_notification`.execute(database.db);
    });

    const other = 'wx0000000000000009';
    const amount = { total: 1, payer_total: 1, currency: 'CNY' };
    test.each<[string, Flaws, string]>([
      ['its amount is not the trade’s', { trade: { amount } }, 'notification_wrong_amount'],
      [
        'its currency is another',
        { trade: { amount: { total: amountFen, currency: 'USD' } } },
        'notification_wrong_amount',
      ],
      ['its trade is not ours', { trade: { out_trade_no: 'C-other-1' } }, 'notification_unknown_trade'],
      ['its trade is not paid', { trade: { trade_state: 'NOTPAY' } }, 'notification_unpaid'],
      ['it is for another merchant', { trade: { mchid: '1900000009' } }, 'notification_foreign'],
      ['it is for another app', { trade: { appid: other } }, 'notification_foreign'],
      [
        'it tells of something else',
        { envelope: { event_type: 'REFUND.SUCCESS' } },
        'notification_unreadable',
      ],
      ['its id holds a NUL', { envelope: { id: 'a\0b' } }, 'notification_unreadable'],
      ['its trade’s number holds a NUL', { trade: { out_trade_no: 'a\0b' } }, 'notification_unreadable'],
      ['its transaction holds a NUL', { trade: { transaction_id: 'a\0b' } }, 'notification_unreadable'],
      [
        'its currency holds a NUL',
        { trade: { amount: { total: amountFen, currency: 'a\0b' } } },
        'notification_wrong_amount',
      ],
      ['it was signed six minutes ago', { ageMs: 360_000 }, 'notification_unbelieved'],
      ['it was signed in the future', { ageMs: -360_000 }, 'notification_unbelieved'],
      [
        'its serial is unknown',
        { headers: { 'wechatpay-serial': 'PUB_KEY_ID_NOBODY' } },
        'notification_unbelieved',
      ],
      [
        'it is WeChat’s signature probe',
        { headers: { 'wechatpay-signature': 'WECHATPAY/SIGNTEST/c2lnbmF0dXJl' } },
        'notification_unbelieved',
      ],
    ])('%s', async (_title, flaws, code) => {
      await expect(receive(notify(flaws))).rejects.toMatchObject({ code });
      await expectUnpaid();
      expect(await refusals()).toEqual([{ reason: code, times: 1 }]);
    });

    test('its body was changed after it was signed', async () => {
      const { headers, rawBody } = notify();
      const changed = Buffer.concat([rawBody, Buffer.from(' ')]);
      await expect(receive({ headers, rawBody: changed })).rejects.toMatchObject({
        code: 'notification_unbelieved',
      });
      await expectUnpaid();
    });

    test('it has no signature at all', async () => {
      const { rawBody } = notify();
      await expect(receive({ headers: {}, rawBody })).rejects.toMatchObject({
        code: 'notification_unbelieved',
      });
      await expectUnpaid();
    });

    test('it names another transaction for a trade that is paid', async () => {
      await receive(notify());
      const second = notify({ trade: { transaction_id: '4200000000000000000000000009' } });
      await expect(receive(second)).rejects.toMatchObject({ code: 'notification_contradicts' });
      expect(await refusals()).toEqual([{ reason: 'notification_contradicts', times: 1 }]);
      expect(await eventsOf(shopOrdersDestination(shop.shopId))).toHaveLength(1);
    });

    test('it comes again, counted and not written twice', async () => {
      const forged = notify({ ageMs: 360_000 });
      for (let time = 0; time < 3; time += 1) await receive(forged).catch(() => undefined);
      expect(await refusals()).toEqual([{ reason: 'notification_unbelieved', times: 3 }]);
    });

    test('many are forged, of which the newest are kept beside all others', async () => {
      await receive(notify({ trade: { amount } })).catch(() => undefined);
      for (let round = 0; round < 8; round += 1) {
        for (let time = 0; time < 40; time += 1)
          await receive(notify({ ageMs: 360_000 })).catch(() => undefined);
        const kept = await refusals();
        const forged = kept.filter(({ reason }) => reason === 'notification_unbelieved');
        expect(forged).toHaveLength(Math.min(30 * (round + 1), 200));
        expect(kept.filter(({ reason }) => reason === 'notification_wrong_amount')).toHaveLength(1);
      }
    });

    test('it is forged, without a word to the database or the log until the round ends', async () => {
      const transaction = vi.spyOn(database, 'transaction');
      const warn = vi.spyOn(context.logger, 'warn');
      for (let time = 0; time < 50; time += 1) {
        await receive({ headers: {}, rawBody: Buffer.from(`forged ${time}`) }).catch(() => undefined);
      }
      expect(transaction).not.toHaveBeenCalled();
      expect(warn).not.toHaveBeenCalled();
      expect(forgeries.counts()).toMatchObject({ wechat_signature_missing: 50 });
      await forgeries.flush();
      await forgeries.flush();
      expect(transaction).toHaveBeenCalledTimes(1);
      expect(warn.mock.calls).toEqual([
        [expect.objectContaining({ cause: 'wechat_signature_missing', count: 50 }), expect.any(String)],
      ]);
      transaction.mockRestore();
    });
  });

  test('after a refusal counts when it comes right', async () => {
    await receive(notify({ trade: { amount: { total: 1, currency: 'CNY' } } })).catch(() => undefined);
    expect(await receive(notify())).toBe('paid');
  });
});
