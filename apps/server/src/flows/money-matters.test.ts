import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { checkOpenMatters } from '../operator/check-open-matters.ts';
import { selectMatters, settleMatter } from '../payments/index.ts';
import type { Database } from '../platform/database.ts';
import { emptyTables, testDatabases } from '../testing/databases.ts';
import { openTill } from '../testing/test-till.ts';
import type { TestTill } from '../testing/test-till.ts';
import { rejectOrder } from './cancel-as-staff.ts';
import { settleDueTrades } from './settle-due-trades.ts';

const MINUTE_MS = 60_000;

describe.each(testDatabases())('what WeChat says against our books, on %s', (_name, open) => {
  let database: Database;
  let till: TestTill;

  beforeAll(async () => {
    database = await open();
  });

  beforeEach(async () => {
    await emptyTables(database);
    till = await openTill(database);
  });

  const matters = async () => selectMatters(database.db, till.shop.shopId);
  const settle = async (id: number) =>
    settleMatter(till.context, { shopId: till.shop.shopId, id, by: '王经理', note: '已和微信核对' });

  test('when it is asked about a payment waits for somebody, once, until that one has looked', async () => {
    const orderId = await till.place();
    const { outTradeNo } = await till.open(orderId);
    const { pay, wechat } = till.merchant;
    wechat.payTrade(outTradeNo);
    const wrong = {
      ...pay,
      queryTrade: async (number: string) => ({ ...(await pay.queryTrade(number)), amountFen: 1 }),
    };
    for (let asked = 0; asked < 2; asked += 1) {
      till.context.advance(MINUTE_MS);
      await settleDueTrades(till.context, wrong);
    }
    const of = { orderId, subject: 'payment', number: outTradeNo, code: 'notification_wrong_amount' };
    const [matter] = await matters();
    expect(matter).toMatchObject({ ...of, times: 2, settled: null });
    expect(await checkOpenMatters(database.db, new Date())).toContainEqual(
      expect.objectContaining({ name: 'matters', state: 'warn' }),
    );
    await settle(matter?.id ?? 0);
    till.context.advance(10 * MINUTE_MS);
    await settleDueTrades(till.context, wrong);
    expect(await matters()).toMatchObject([{ ...of, times: 3, settled: { by: '王经理' } }]);
    await expect(settle(matter?.id ?? 0)).rejects.toMatchObject({ code: 'matter_settled' });
    expect(await checkOpenMatters(database.db, new Date())).toContainEqual(
      expect.objectContaining({ name: 'matters', state: 'ok' }),
    );
  });

  test('is settled by itself when the right word comes, and opened again when the wrong one comes after it', async () => {
    const { outTradeNo, amountFen } = await till.open(await till.place());
    const { merchant } = till;
    merchant.wechat.payTrade(outTradeNo);
    const trade = { outTradeNo, amountFen };
    const wrong = async () =>
      till.receive(merchant.notification(trade, { trade: { amount: { total: 1, currency: 'CNY' } } }));
    await expect(wrong()).rejects.toMatchObject({ code: 'notification_wrong_amount' });
    expect(await till.receive(merchant.notification(trade))).toBe('paid');
    expect(await matters()).toMatchObject([{ settled: { by: 'wechat', note: '微信后来说的与账相符' } }]);
    await expect(wrong()).rejects.toMatchObject({ code: 'notification_wrong_amount' });
    expect(await matters()).toMatchObject([{ times: 2, settled: null }]);
    await till.expectBooks();
  });

  test('of a refund by a notification waits, too, and is not shown at another shop', async () => {
    const { orderId } = await till.sell();
    await rejectOrder(till.context, { orderId, note: '卖完了', staff: till.clerk });
    await till.work();
    const { refunds } = till.merchant.wechat;
    const [outRefundNo = ''] = refunds.numbers();
    refunds.settle(outRefundNo, 'SUCCESS');
    await till.receive(till.merchant.refundNotification(outRefundNo));
    refunds.settle(outRefundNo, 'CLOSED');
    await expect(till.receive(till.merchant.refundNotification(outRefundNo))).rejects.toMatchObject({
      code: 'notification_contradicts',
    });
    const [matter] = await matters();
    expect(matter).toMatchObject({ orderId, subject: 'refund', number: outRefundNo, times: 1 });
    expect(await selectMatters(database.db, till.shop.shopId + 1)).toEqual([]);
    const elsewhere = { shopId: till.shop.shopId + 1, id: matter?.id ?? 0, by: '别人', note: 'x' };
    await expect(settleMatter(till.context, elsewhere)).rejects.toMatchObject({ code: 'matter_not_found' });
    await till.expectBooks();
  });
});
