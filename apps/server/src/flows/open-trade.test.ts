import { randomUUID } from 'node:crypto';
import type { PayClient } from '@carillon/wechat';
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
import type { TestMerchant } from '../testing/test-merchant.ts';
import { openTestShop } from '../testing/test-shop.ts';
import { cancelOwnOrder } from './cancel-own-order.ts';
import { openTrade } from './open-trade.ts';
import { placeOrder } from './place-order.ts';
import { receiveNotification } from './receive-notification.ts';
import { createSettler } from './settle-together.ts';
import type { SettlePayment } from './settle-together.ts';

const BUYER = 'buyer';
const MINUTE_MS = 60_000;
/** How long a code may be scanned. */
const TRADE_LIFETIME_MS = 5 * MINUTE_MS;

describe.each(testDatabases())('opening a trade on %s', (_name, open) => {
  let database: Database;
  let context: TestContext;
  let merchant: TestMerchant;
  let forgeries: Forgeries;
  let settle: SettlePayment;
  let orderId: number;

  beforeAll(async () => {
    database = await open();
  });

  beforeEach(async () => {
    context = makeContext(database);
    merchant = makeMerchant(context.clock);
    forgeries = createForgeries(context);
    settle = createSettler(context);
    const { shopId, products } = await openTestShop(database, randomUUID().slice(0, 8));
    const request = { lines: [{ productId: products.fish, quantity: 1 }], totalFen: 5_800 };
    orderId = await placeOrder(context, { shopId, buyerId: BUYER, idempotencyKey: randomUUID(), request });
  });

  async function ask(notifyUrl = 'https://shop.test/notify') {
    return openTrade({ context, pay: merchant.pay, notifyUrl: () => notifyUrl }, { orderId, buyerId: BUYER });
  }

  function created() {
    return merchant.wechat.requests.filter(({ path }) => path.endsWith('/native')).map(({ body }) => body);
  }

  async function trades(): Promise<{ attempt: number; state: string }[]> {
    const { rows } = await sql<{ attempt: number; state: string }>`
      select attempt, state from trade where order_id = ${orderId} order by attempt`.execute(database.db);
    return rows;
  }

  async function numbers(): Promise<string[]> {
    const { rows } = await sql<{ number: string }>`
      select out_trade_no as number from trade where order_id = ${orderId} order by attempt`.execute(
      database.db,
    );
    return rows.map(({ number }) => number);
  }

  test('asks WeChat for what the order costs, for five minutes', async () => {
    const trade = await ask();
    expect(trade).toMatchObject({ amountFen: 5_800, expiresAt: '2026-11-21T04:05:00.000Z' });
    expect(trade.codeUrl).toMatch(/^weixin:/);
    expect(created()).toMatchObject([
      {
        out_trade_no: trade.outTradeNo,
        amount: { total: 5_800, currency: 'CNY' },
        notify_url: 'https://shop.test/notify',
        time_expire: '2026-11-21T12:05:00+08:00',
      },
    ]);
  });

  test('gives the open trade again without asking WeChat again', async () => {
    const first = await ask();
    expect(await ask()).toEqual(first);
    expect(created()).toHaveLength(1);
  });

  test.each([true, false])(
    'repeats the same words under the same number when no answer came (done: %s)',
    async (done) => {
      merchant.wechat.loseNextAnswer({ done });
      await expect(ask()).rejects.toMatchObject({ code: 'payment_unanswered' });
      expect(await trades()).toEqual([{ attempt: 1, state: 'opening' }]);
      context.advance(5_000);
      await ask('https://moved.test/notify');
      const [first, second] = created();
      expect(second).toEqual(first);
      expect(await trades()).toEqual([{ attempt: 1, state: 'open' }]);
    },
  );

  test('says what WeChat refused, and keeps the number', async () => {
    merchant.wechat.refuseNext(403, 'NO_AUTH');
    await expect(ask()).rejects.toMatchObject({
      code: 'payment_refused',
      details: { reason: 'wechat_no_auth' },
    });
    await ask();
    expect(new Set(created().map((body) => body.out_trade_no)).size).toBe(1);
  });

  test('replaces an expired trade after closing it with WeChat', async () => {
    const first = await ask();
    context.advance(TRADE_LIFETIME_MS);
    const second = await ask();
    expect(second.outTradeNo).not.toBe(first.outTradeNo);
    expect(await trades()).toEqual([
      { attempt: 1, state: 'closed' },
      { attempt: 2, state: 'open' },
    ]);
    const asked = merchant.wechat.requests.map(
      ({ method, path }) => `${method} ${path.split('/').at(-1) ?? ''}`,
    );
    const number = first.outTradeNo;
    expect(asked).toEqual(['POST native', `GET ${number}`, 'POST close', `GET ${number}`, 'POST native']);
  });

  test('replaces an expired trade that never reached WeChat', async () => {
    merchant.wechat.loseNextAnswer({ done: false });
    await ask().catch(() => undefined);
    context.advance(TRADE_LIFETIME_MS);
    await ask();
    expect(await trades()).toEqual([
      { attempt: 1, state: 'closed' },
      { attempt: 2, state: 'open' },
    ]);
  });

  test('leaves an expired trade as it is when WeChat does not say how it stands', async () => {
    await ask();
    context.advance(TRADE_LIFETIME_MS);
    merchant.wechat.loseNextAnswer({ done: true });
    await expect(ask()).rejects.toMatchObject({ code: 'payment_unanswered' });
    expect(await trades()).toEqual([{ attempt: 1, state: 'open' }]);
  });

  test('settles an expired trade that was paid without a notification', async () => {
    const { outTradeNo } = await ask();
    merchant.wechat.payTrade(outTradeNo);
    context.advance(TRADE_LIFETIME_MS);
    await expect(ask()).rejects.toMatchObject({ code: 'order_already_paid' });
    expect((await findOrder(database.db, orderId))?.status).toBe('paid');
    const late = merchant.notification({ outTradeNo, amountFen: 5_800 });
    expect(await receiveNotification({ context, pay: merchant.pay, forgeries, settle }, late)).toBe(
      'repeated',
    );
  });

  // What expires on WeChat's side is closed there by itself, and closing it once more is an error.
  test('replaces a trade that WeChat has closed by itself', async () => {
    const { outTradeNo } = await ask();
    await merchant.pay.closeTrade(outTradeNo);
    context.advance(TRADE_LIFETIME_MS);
    await ask();
    expect(await trades()).toMatchObject([{ state: 'closed' }, { state: 'open' }]);
  });

  // Two codes that can both be paid are a double payment waiting to happen.
  test('opens no second trade while WeChat has not said that the first is over', async () => {
    await ask();
    context.advance(TRADE_LIFETIME_MS);
    merchant.wechat.meetNextClose('not done');
    await expect(ask()).rejects.toMatchObject({ code: 'payment_unanswered' });
    expect(await trades()).toEqual([{ attempt: 1, state: 'open' }]);
  });

  test('settles a payment that comes between the question and the close', async () => {
    await ask();
    context.advance(TRADE_LIFETIME_MS);
    merchant.wechat.meetNextClose('paid');
    await expect(ask()).rejects.toMatchObject({ code: 'order_already_paid' });
    expect(await trades()).toEqual([{ attempt: 1, state: 'paid' }]);
  });

  test('takes no second payment when the first was made and refunded', async () => {
    const { outTradeNo } = await ask();
    merchant.wechat.payTrade(outTradeNo);
    merchant.wechat.refundTrade(outTradeNo);
    context.advance(TRADE_LIFETIME_MS);
    await expect(ask()).rejects.toMatchObject({ code: 'order_cancelled' });
    expect(await trades()).toEqual([{ attempt: 1, state: 'paid' }]);
  });

  // Asked again, WeChat makes another code and ends the one before.
  test('asks for its code at one node at a time, so that the code that is kept is the one that lives', async () => {
    const answers = Promise.withResolvers<undefined>();
    const slow: PayClient = {
      ...merchant.pay,
      async nativeOrder(order) {
        const answer = await merchant.pay.nativeOrder(order);
        await answers.promise;
        return answer;
      },
    };
    const parts = { context, pay: slow, notifyUrl: () => 'https://shop.test/notify' };
    const first = openTrade(parts, { orderId, buyerId: BUYER });
    await vi.waitFor(() => expect(created()).toHaveLength(1));
    await expect(ask()).rejects.toMatchObject({ code: 'payment_unanswered' });
    answers.resolve(undefined);
    // The code is kept a moment after its answer came: until then whoever asks is still put off.
    const opened = await first;
    expect(await ask()).toEqual(opened);
    expect(created()).toHaveLength(1);
  });

  test('asks again for a code when whoever asked has died', async () => {
    await ask();
    await sql`
      update trade set state = 'opening', code_url = null, code_leased_until = ${new Date('2026-11-21T04:00:15Z')}
      where order_id = ${orderId}`.execute(database.db);
    await expect(ask()).rejects.toMatchObject({ code: 'payment_unanswered' });
    context.advance(15_000);
    expect((await ask()).codeUrl).toBe('weixin://wxpay/bizpayurl?pr=2');
  });

  test('counts a payment that lands on a closed trade, without a second ring', async () => {
    const first = await ask();
    context.advance(TRADE_LIFETIME_MS);
    const second = await ask();
    const pay = async ({ outTradeNo }: { outTradeNo: string }) =>
      receiveNotification(
        { context, pay: merchant.pay, forgeries, settle },
        merchant.notification({ outTradeNo, amountFen: 5_800 }),
      );
    expect(await pay(first)).toBe('paid');
    expect(await pay(second)).toBe('paid_twice');
    expect(await trades()).toMatchObject([{ state: 'paid' }, { state: 'paid' }]);
    const { timeline } = (await findOrder(database.db, orderId)) ?? {};
    expect(timeline?.filter(({ status }) => status === 'paid')).toHaveLength(1);
  });

  test('lets no trade outlive its order, but for the minute that WeChat gives every trade', async () => {
    context.advance(12 * MINUTE_MS);
    expect(await ask()).toMatchObject({ expiresAt: '2026-11-21T04:15:00.000Z' });
    merchant.wechat.closeByItself((await ask()).outTradeNo);
    context.advance(3 * MINUTE_MS);
    await expect(ask()).rejects.toMatchObject({ code: 'order_expired' });
  });

  test('gives a trade of the last moment its minute', async () => {
    context.advance(15 * MINUTE_MS - 1_000);
    expect(await ask()).toMatchObject({ expiresAt: '2026-11-21T04:15:59.000Z' });
  });

  test('gives no code when the order was ended while WeChat answered', async () => {
    const { pay } = merchant;
    const slow = {
      ...pay,
      nativeOrder: vi.fn<PayClient['nativeOrder']>(async (order) => {
        await cancelOwnOrder({ context, pay }, { orderId, buyerId: BUYER });
        return pay.nativeOrder(order);
      }),
    };
    const parts = { context, pay: slow, notifyUrl: () => 'https://shop.test/notify' };
    const opening = openTrade(parts, { orderId, buyerId: BUYER });
    await expect(opening).rejects.toMatchObject({ code: 'order_cancelled' });
    expect(await trades()).toEqual([{ attempt: 1, state: 'closed' }]);
    expect(merchant.wechat.stateOf((await numbers())[0] ?? '')).toBe('CLOSED');
  });

  test('refuses an order that is paid, and one of another buyer', async () => {
    const { outTradeNo } = await ask();
    const notification = merchant.notification({ outTradeNo, amountFen: 5_800 });
    await receiveNotification({ context, pay: merchant.pay, forgeries, settle }, notification);
    await expect(ask()).rejects.toMatchObject({ code: 'order_already_paid' });
    const stranger = openTrade(
      { context, pay: merchant.pay, notifyUrl: () => 'https://shop.test/notify' },
      { orderId, buyerId: 'stranger' },
    );
    await expect(stranger).rejects.toMatchObject({ code: 'order_not_found' });
  });
});
