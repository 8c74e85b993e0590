import { sql } from 'kysely';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../platform/database.ts';
import { emptyTables, testDatabases } from '../testing/databases.ts';
import { openTill } from '../testing/test-till.ts';
import type { TestTill } from '../testing/test-till.ts';
import { rejectOrder } from './cancel-as-staff.ts';
import { retryRefund } from './retry-refund.ts';
import { settleRefundByHand } from './settle-refund-by-hand.ts';

const MINUTE_MS = 60_000;
const CARD = { bankType: 'CMB_DEBIT', account: '6225880212345678', realName: '张三' };

describe.each(testDatabases())('a refund that failed, on %s', (_name, open) => {
  let database: Database;
  let till: TestTill;
  let orderId: number;
  let refundId: number;

  beforeAll(async () => {
    database = await open();
  });

  beforeEach(async () => {
    await emptyTables(database);
    till = await openTill(database);
    ({ orderId } = await till.sell());
    const { order } = await rejectOrder(till.context, { orderId, note: '今天鱼卖完了', staff: till.clerk });
    refundId = order.refunds[0]?.id ?? 0;
  });

  afterEach(async () => {
    await till.expectBooks();
  });

  async function retry(options: { card?: typeof CARD; staff?: TestTill['manager'] } = {}) {
    const { card, staff = till.manager } = options;
    return retryRefund(till.parts, { refundId, staff, card });
  }

  async function settleByHand(note = '现金退给顾客') {
    return settleRefundByHand(till.parts, { refundId, staff: till.manager, note });
  }

  /** WeChat took it on and says how it ended, by a notification. */
  async function end(status: 'SUCCESS' | 'ABNORMAL' | 'CLOSED', number = 0): Promise<void> {
    const { refunds } = till.merchant.wechat;
    const outRefundNo = refunds.numbers()[number] ?? '';
    refunds.settle(outRefundNo, status);
    await till.receive(till.merchant.refundNotification(outRefundNo));
  }

  async function closeAllReplacements(): Promise<void> {
    for (let number = 0; number < 4; number += 1) {
      await till.work();
      await end('CLOSED', number);
      till.context.advance(MINUTE_MS);
    }
    refundId = (await till.order(orderId)).refunds[0]?.id ?? 0;
  }

  test('because WeChat refused is asked for again at once, under its number', async () => {
    till.merchant.wechat.refuseNext(403, 'NOT_ENOUGH');
    await till.work();
    const { order } = await retry();
    expect(order.refunds).toMatchObject([{ id: refundId, state: 'processing' }]);
    expect(till.merchant.wechat.refunds.numbers()).toHaveLength(1);
  });

  test('is settled by hand without asking WeChat where there are no credentials any more', async () => {
    till.merchant.wechat.refuseNext(403, 'NOT_ENOUGH');
    await till.work();
    const asked = till.merchant.wechat.requests.length;
    const parts = { context: till.context, pay: undefined };
    const wanted = { refundId, staff: till.manager, note: '现金' };
    const { order } = await settleRefundByHand(parts, wanted);
    expect(order.refunds).toMatchObject([{ state: 'succeeded' }]);
    expect(till.merchant.wechat.requests).toHaveLength(asked);
  });

  test('stays so when WeChat refuses again', async () => {
    till.merchant.wechat.refuseNext(403, 'NOT_ENOUGH');
    await till.work();
    till.merchant.wechat.refuseNext(403, 'NOT_ENOUGH');
    const { order } = await retry();
    expect(order.refunds).toMatchObject([{ state: 'failed' }]);
  });

  test('because the buyer’s account did not take it goes to a card of theirs', async () => {
    await till.work();
    await end('ABNORMAL');
    await expect(retry()).rejects.toMatchObject({ code: 'refund_card_missing' });
    const { order } = await retry({ card: CARD });
    expect(order.refunds).toMatchObject([{ id: refundId, state: 'processing' }]);
    await end('SUCCESS');
    expect((await till.order(orderId)).refunds).toMatchObject([{ state: 'succeeded' }]);
  });

  test('leaves nothing of the card behind', async () => {
    await till.work();
    await end('ABNORMAL');
    await retry({ card: CARD });
    const { rows } = await sql`select * from refund`.execute(database.db);
    expect(JSON.stringify(rows)).not.toContain(CARD.account);
    expect(JSON.stringify(till.merchant.wechat.requests)).not.toContain(CARD.account);
  });

  test('because WeChat closed it too often is begun under a new number', async () => {
    await closeAllReplacements();
    const { order } = await retry();
    expect(order.refunds).toMatchObject([{ state: 'processing' }]);
    await till.work();
    await end('SUCCESS', 4);
    expect((await till.order(orderId)).refunds).toMatchObject([{ state: 'succeeded' }]);
  });

  test.each(['ABNORMAL', 'CLOSED'] as const)(
    'and is %s is settled by hand, with who and how',
    async (status) => {
      if (status === 'CLOSED') await closeAllReplacements();
      else {
        await till.work();
        await end(status);
      }
      const { order } = await settleByHand();
      expect(order).toMatchObject({ refunds: [{ state: 'succeeded' }], takeaway: { payStatus: 2 } });
      const { rows } = await sql`
      select state, settled_by, settled_note from refund where id = ${refundId}`.execute(database.db);
      expect(rows).toEqual([{ state: 'by_hand', settled_by: '王经理', settled_note: '现金退给顾客' }]);
      await expect(settleByHand()).rejects.toMatchObject({ code: 'refund_not_failed' });
    },
  );

  test('and was never taken on is settled by hand, and not asked for any more', async () => {
    till.merchant.wechat.refuseNext(403, 'NOT_ENOUGH');
    await till.work();
    await settleByHand();
    till.merchant.wechat.requests.length = 0;
    till.context.advance(24 * 60 * MINUTE_MS);
    await till.work();
    expect(till.merchant.wechat.requests).toEqual([]);
  });

  // Money must not be given twice because a page is old.
  test('is not settled by hand when WeChat has given the money meanwhile', async () => {
    await till.work();
    await end('ABNORMAL');
    till.merchant.wechat.refunds.settle(till.merchant.wechat.refunds.numbers()[0] ?? '', 'SUCCESS');
    await expect(settleByHand()).rejects.toMatchObject({ code: 'refund_not_failed' });
    expect((await till.order(orderId)).refunds).toMatchObject([{ state: 'succeeded' }]);
  });

  test('is not settled by hand while WeChat does not say how it stands', async () => {
    await till.work();
    await end('ABNORMAL');
    till.merchant.wechat.loseNextAnswer({ done: true });
    await expect(settleByHand()).rejects.toMatchObject({ code: 'payment_unanswered' });
    expect((await till.order(orderId)).refunds).toMatchObject([{ state: 'failed' }]);
  });

  test('contradicts WeChat when it succeeds after it was settled by hand', async () => {
    await till.work();
    await end('ABNORMAL');
    await settleByHand();
    await expect(end('SUCCESS')).rejects.toMatchObject({ code: 'notification_contradicts' });
  });

  test('is for managers of its shop', async () => {
    till.merchant.wechat.refuseNext(403, 'NOT_ENOUGH');
    await till.work();
    await expect(retry({ staff: till.clerk })).rejects.toMatchObject({ code: 'managers_only' });
    const stranger = { ...till.manager, shopIds: [9_999], managedShopIds: [9_999] };
    await expect(retry({ staff: stranger })).rejects.toMatchObject({ code: 'refund_not_found' });
  });

  test('is one that did fail', async () => {
    await expect(retry()).rejects.toMatchObject({
      code: 'refund_not_failed',
      details: { state: 'processing' },
    });
    await till.work();
    await end('SUCCESS');
    await expect(retry()).rejects.toMatchObject({
      code: 'refund_not_failed',
      details: { state: 'succeeded' },
    });
  });
});
