import { beforeAll, describe, expect, test } from 'vitest';
import { AppError } from '../platform/errors.ts';
import type { Database } from '../platform/database.ts';
import { testDatabases } from '../testing/databases.ts';
import { BUYER, openTill } from '../testing/test-till.ts';
import type { TestTill } from '../testing/test-till.ts';
import { rejectOrder } from './cancel-as-staff.ts';
import { cancelOwnOrder } from './cancel-own-order.ts';
import { refundOrder } from './refund-order.ts';

const ROUNDS = 6;
const CODE_LIFETIME_MS = 5 * 60_000;

describe.each(testDatabases())('the order in which money is locked, on %s', (_name, open) => {
  let database: Database;
  let till: TestTill;

  beforeAll(async () => {
    database = await open();
    till = await openTill(database);
  });

  /** An order whose two trades were both paid, which nobody has heard of yet. */
  async function payTwice() {
    const orderId = await till.place();
    const first = await till.open(orderId);
    till.context.advance(CODE_LIFETIME_MS);
    const second = await till.open(orderId);
    for (const { outTradeNo } of [first, second]) till.merchant.wechat.payTrade(outTradeNo);
    return { orderId, notifications: [first, second].map((trade) => till.merchant.notification(trade)) };
  }

  // PostgreSQL ends one of two that wait for each other; that would be neither an answer nor a refusal of ours.
  test('has nobody wait for each other, whoever settles, cancels and gives back at once', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { orderId, notifications } = await payTwice();
      const staff = till.manager;
      const refund = { orderId, amountFen: 100, reason: '补偿', staff, idempotencyKey: `k${round}` };
      const ended = await Promise.allSettled([
        ...[...notifications, ...notifications].map(async (notification) => till.receive(notification)),
        cancelOwnOrder(till.parts, { orderId, buyerId: BUYER }),
        rejectOrder(till.context, { orderId, note: '卖完了', staff }),
        refundOrder(till.context, refund),
        till.work(),
      ]);
      const reasons = ended.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []));
      expect(reasons.filter((reason) => !(reason instanceof AppError))).toEqual([]);
      await till.expectBooks();
    }
  });
});
