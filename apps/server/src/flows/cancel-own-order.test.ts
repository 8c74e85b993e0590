import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Database } from '../platform/database.ts';
import { emptyTables, testDatabases } from '../testing/databases.ts';
import { BUYER, openTill } from '../testing/test-till.ts';
import type { TestTill } from '../testing/test-till.ts';
import { cancelOwnOrder } from './cancel-own-order.ts';

describe.each(testDatabases())('a buyer’s cancellation on %s', (_name, open) => {
  let database: Database;
  let till: TestTill;

  beforeAll(async () => {
    database = await open();
  });

  beforeEach(async () => {
    await emptyTables(database);
    till = await openTill(database);
  });

  async function cancel(orderId: number, buyerId = BUYER) {
    return cancelOwnOrder(till.parts, { orderId, buyerId });
  }

  test('of an order that was never to be paid gives its stock back', async () => {
    const orderId = await till.place(2);
    expect(await till.fishLeft()).toBe(10);
    const { order } = await cancel(orderId);
    expect(order).toMatchObject({ status: 'cancelled', cancellation: { reason: 'buyer' }, refunds: [] });
    expect(await till.fishLeft()).toBe(12);
    expect(await till.told(orderId)).toEqual(['order.cancelled']);
    expect(till.merchant.wechat.requests).toEqual([]);
    await till.expectBooks();
  });

  test('of an unpaid order closes its trade with WeChat before the stock goes back', async () => {
    const orderId = await till.place();
    const { outTradeNo } = await till.open(orderId);
    await cancel(orderId);
    expect(till.merchant.wechat.stateOf(outTradeNo)).toBe('CLOSED');
    expect(await till.fishLeft()).toBe(12);
    await expect(till.open(orderId)).rejects.toMatchObject({ code: 'order_cancelled' });
    await till.expectBooks();
  });

  test('keeps everything as it is when WeChat does not say how the trade stands', async () => {
    const orderId = await till.place();
    await till.open(orderId);
    till.merchant.wechat.loseNextAnswer({ done: true });
    await expect(cancel(orderId)).rejects.toMatchObject({ code: 'payment_unanswered' });
    expect(await till.order(orderId)).toMatchObject({ status: 'pending_payment' });
    expect(await till.fishLeft()).toBe(11);
    await till.expectBooks();
  });

  test('of a paid order gives all of it back', async () => {
    const { orderId, amountFen } = await till.sell(2);
    const { order } = await cancel(orderId);
    expect(order).toMatchObject({
      status: 'cancelled',
      refunds: [{ amountFen, cause: 'cancelled', state: 'processing', reason: '顾客取消订单' }],
    });
    expect(await till.fishLeft()).toBe(12);
    expect(await till.told(orderId)).toEqual(['order.paid', 'order.cancelled']);
    await till.expectBooks();
  });

  test('of an order that is paid in the moment of the close gives all of it back', async () => {
    const orderId = await till.place();
    const { amountFen } = await till.open(orderId);
    till.merchant.wechat.meetNextClose('paid');
    const { order } = await cancel(orderId);
    expect(order).toMatchObject({ status: 'cancelled', refunds: [{ amountFen, cause: 'cancelled' }] });
    expect(await till.told(orderId)).toEqual(['order.paid', 'order.cancelled']);
    await till.expectBooks();
  });

  test('comes too late once the shop has accepted', async () => {
    const { orderId } = await till.sell();
    await till.accept(orderId);
    await expect(cancel(orderId)).rejects.toMatchObject({ code: 'order_already_accepted' });
    expect(await till.fishLeft()).toBe(11);
    await till.expectBooks();
  });

  test('is done once, however many ask for it at once', async () => {
    const { orderId } = await till.sell();
    const asked = await Promise.allSettled(Array.from({ length: 8 }, async () => cancel(orderId)));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await till.order(orderId)).toMatchObject({ refunds: [{ cause: 'cancelled' }] });
    expect(await till.fishLeft()).toBe(12);
    await till.expectBooks();
  });

  test('and the shop’s acceptance never both happen', async () => {
    const { orderId } = await till.sell();
    const [cancelled, accepted] = await Promise.allSettled([cancel(orderId), till.accept(orderId)]);
    expect([cancelled.status, accepted.status].sort()).toEqual(['fulfilled', 'rejected']);
    await till.expectBooks();
  });

  test('asks WeChat no more often than its pace allows', async () => {
    const orderId = await till.place();
    await till.open(orderId);
    till.merchant.wechat.requests.length = 0;
    const asking = { turn: vi.fn().mockResolvedValueOnce(false).mockResolvedValue(true) };
    const ask = async () => cancelOwnOrder({ ...till.parts, asking }, { orderId, buyerId: BUYER });
    await expect(ask()).rejects.toMatchObject({ code: 'payment_unanswered' });
    expect(till.merchant.wechat.requests).toEqual([]);
    expect((await ask()).order.status).toBe('cancelled');
    expect(asking.turn).toHaveBeenCalledWith(String(orderId));
  });

  test('is for its own buyer only', async () => {
    const orderId = await till.place();
    await expect(cancel(orderId, 'stranger')).rejects.toMatchObject({ code: 'order_not_found' });
    await expect(cancel(9_999)).rejects.toMatchObject({ code: 'order_not_found' });
  });

  // Elsewhere a late payment revived a cancelled order whose stock was already sold again.
  test('stands when money comes after all, which goes back by itself', async () => {
    const orderId = await till.place();
    const trade = await till.open(orderId);
    await cancel(orderId);
    expect(await till.pay(trade)).toBe('late_payment');
    expect(await till.order(orderId)).toMatchObject({
      status: 'cancelled',
      paidAt: null,
      refunds: [{ amountFen: trade.amountFen, cause: 'late_payment', state: 'processing' }],
    });
    expect(await till.told(orderId)).toEqual(['order.cancelled', 'order.refund']);
    await till.expectBooks();
  });
});
