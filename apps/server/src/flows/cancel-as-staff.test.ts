import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../platform/database.ts';
import { emptyTables, testDatabases } from '../testing/databases.ts';
import { openTill } from '../testing/test-till.ts';
import type { TestTill } from '../testing/test-till.ts';
import { cancelOrderAsManager, rejectOrder } from './cancel-as-staff.ts';
import { refundOrder } from './refund-order.ts';
import { retryRefund } from './retry-refund.ts';
import { settleRefundByHand } from './settle-refund-by-hand.ts';

/** WeChat takes no more of one payment. */
const MAX_REFUNDS = 50;

describe.each(testDatabases())('staff who give money back, on %s', (_name, open) => {
  let database: Database;
  let till: TestTill;

  beforeAll(async () => {
    database = await open();
  });

  beforeEach(async () => {
    await emptyTables(database);
    till = await openTill(database);
  });

  afterEach(async () => {
    await till.expectBooks();
  });

  async function reject(orderId: number, staff = till.clerk) {
    return rejectOrder(till.context, { orderId, note: '鱼卖完了', staff });
  }

  async function cancel(orderId: number, staff = till.manager) {
    return cancelOrderAsManager(till.context, { orderId, note: '厨房停电', staff });
  }

  async function refund(
    orderId: number,
    { amountFen = 800, reason = '少了一份', staff = till.manager, key = 'k' } = {},
  ) {
    return refundOrder(till.context, { orderId, amountFen, reason, staff, idempotencyKey: key });
  }

  test('reject a paid order with a reason; the buyer reads it and gets all back', async () => {
    const { orderId, amountFen } = await till.sell(2);
    const { order } = await reject(orderId);
    expect(order).toMatchObject({
      status: 'cancelled',
      cancellation: { reason: 'rejected', note: '鱼卖完了' },
      refunds: [{ amountFen, cause: 'cancelled', reason: '鱼卖完了' }],
      timeline: [{}, {}, { status: 'cancelled', by: '小王' }],
    });
    expect(await till.fishLeft()).toBe(12);
    expect(await till.told(orderId)).toEqual(['order.paid', 'order.cancelled']);
  });

  test('cancel what WeChat gives no more refunds of, and are told to give the rest back by hand', async () => {
    const { orderId, amountFen } = await till.sell();
    await till.accept(orderId);
    for (let nth = 1; nth <= MAX_REFUNDS; nth += 1) await refund(orderId, { amountFen: 10, key: `k${nth}` });
    const { order } = await cancel(orderId);
    expect(order.status).toBe('cancelled');
    const rest = order.refunds.at(-1);
    expect(rest).toMatchObject({
      amountFen: amountFen - 10 * MAX_REFUNDS,
      cause: 'cancelled',
      state: 'failed',
    });
    expect(await till.fishLeft()).toBe(12);

    await till.expectBooks();
    const refundId = rest?.id ?? 0;
    await expect(
      retryRefund(till.parts, { refundId, staff: till.manager, card: undefined }),
    ).rejects.toMatchObject({ code: 'refund_too_many' });
    await settleRefundByHand(till.parts, { refundId, staff: till.manager, note: '现金' });
    expect((await till.order(orderId)).refunds.at(-1)).toMatchObject({ state: 'succeeded' });
  });

  test('reject once, however many press at once', async () => {
    const { orderId } = await till.sell();
    const pressed = await Promise.allSettled(Array.from({ length: 6 }, async () => reject(orderId)));
    expect(pressed.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await till.fishLeft()).toBe(12);
  });

  test('reject neither what is unpaid nor what was accepted', async () => {
    const unpaid = await till.place();
    await expect(reject(unpaid)).rejects.toMatchObject({ code: 'order_not_paid' });
    const { orderId } = await till.sell();
    await till.accept(orderId);
    await expect(reject(orderId)).rejects.toMatchObject({ code: 'order_already_accepted' });
    await cancel(orderId);
    await expect(reject(orderId)).rejects.toMatchObject({ code: 'order_cancelled' });
  });

  test('cancel an accepted order as managers, and give back what is left of it', async () => {
    const { orderId, amountFen } = await till.sell();
    await till.accept(orderId);
    await refund(orderId);
    const { order } = await cancel(orderId);
    expect(order).toMatchObject({
      status: 'cancelled',
      cancellation: { reason: 'shop', note: '厨房停电' },
      refunds: [
        { amountFen: 800, cause: 'staff' },
        { amountFen: amountFen - 800, cause: 'cancelled' },
      ],
    });
    expect(await till.fishLeft()).toBe(12);
  });

  test('cancel no order that nobody has accepted', async () => {
    const { orderId } = await till.sell();
    await expect(cancel(orderId)).rejects.toMatchObject({ code: 'order_not_accepted' });
  });

  test('cannot cancel or refund as clerks', async () => {
    const { orderId } = await till.sell();
    await till.accept(orderId);
    await expect(cancel(orderId, till.clerk)).rejects.toMatchObject({ code: 'managers_only' });
    await expect(refund(orderId, { staff: till.clerk })).rejects.toMatchObject({ code: 'managers_only' });
  });

  test('have no say at another shop', async () => {
    const { orderId } = await till.sell();
    const stranger = { ...till.manager, shopIds: [9_999], managedShopIds: [9_999] };
    await expect(reject(orderId, stranger)).rejects.toMatchObject({ code: 'order_not_found' });
    await expect(cancel(orderId, stranger)).rejects.toMatchObject({ code: 'order_not_found' });
    await expect(refund(orderId, { staff: stranger })).rejects.toMatchObject({ code: 'order_not_found' });
  });

  test('refund once per key, and nothing else under the same key', async () => {
    const { orderId } = await till.sell();
    await Promise.all([refund(orderId), refund(orderId), refund(orderId)]);
    const { order } = await refund(orderId);
    expect(order.refunds).toMatchObject([{ amountFen: 800, cause: 'staff', reason: '少了一份' }]);
    await expect(refund(orderId, { amountFen: 900 })).rejects.toMatchObject({
      code: 'idempotency_key_reused',
    });
    await refund(orderId, { key: 'other' });
    expect((await till.order(orderId)).refunds).toHaveLength(2);
  });

  test('refund nothing that is not paid, or is cancelled already', async () => {
    const unpaid = await till.place();
    await expect(refund(unpaid)).rejects.toMatchObject({ code: 'order_not_paid' });
    const { orderId } = await till.sell();
    await reject(orderId);
    await expect(refund(orderId)).rejects.toMatchObject({ code: 'order_cancelled' });
  });
});
