import type { OrderRefund } from '@carillon/contract';
import { sql } from 'kysely';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../platform/database.ts';
import { emptyTables, testDatabases } from '../testing/databases.ts';
import { openTill } from '../testing/test-till.ts';
import type { TestTill } from '../testing/test-till.ts';
import { cancelOwnOrder } from './cancel-own-order.ts';
import { refundOrder } from './refund-order.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

describe.each(testDatabases())('refunds on %s', (_name, open) => {
  let database: Database;
  let till: TestTill;
  let orderId: number;
  let outTradeNo: string;
  let amountFen: number;

  beforeAll(async () => {
    database = await open();
  });

  beforeEach(async () => {
    await emptyTables(database);
    till = await openTill(database);
    ({ orderId, outTradeNo, amountFen } = await till.sell());
    till.merchant.wechat.requests.length = 0;
  });

  afterEach(async () => {
    await till.expectBooks();
  });

  async function cancel(): Promise<void> {
    await cancelOwnOrder(till.parts, { orderId, buyerId: 'buyer' });
  }

  async function refund(fen: number, idempotencyKey = String(fen)): Promise<void> {
    const asked = { orderId, amountFen: fen, reason: '少了一份', staff: till.manager, idempotencyKey };
    await refundOrder(till.context, asked);
  }

  async function shown(): Promise<Partial<OrderRefund>[]> {
    const { refunds } = await till.order(orderId);
    return refunds.map(({ amountFen: fen, state }) => ({ amountFen: fen, state }));
  }

  async function states(): Promise<string[]> {
    const { rows } = await sql<{ state: string }>`select state from refund order by id`.execute(database.db);
    return rows.map(({ state }) => state);
  }

  function asked(): unknown[] {
    const { requests } = till.merchant.wechat;
    return requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/refunds'));
  }

  /** What WeChat asks its merchants to look at: a notice, or nothing but the answer to a question. */
  function notice(number = 0) {
    return till.merchant.refundNotification(till.merchant.wechat.refunds.numbers()[number] ?? '');
  }

  function settle(status: 'SUCCESS' | 'ABNORMAL' | 'CLOSED', number = 0): void {
    const { refunds } = till.merchant.wechat;
    refunds.settle(refunds.numbers()[number] ?? '', status);
  }

  test('are asked for under a number that is on disk, and are processing until WeChat has settled them', async () => {
    await cancel();
    expect(await states()).toEqual(['asking']);
    await till.work();
    expect(await states()).toEqual(['processing']);
    expect(till.merchant.wechat.requests.at(-1)?.body).toMatchObject({
      out_trade_no: outTradeNo,
      out_refund_no: expect.stringMatching(/^R[\w-]+$/) as string,
      reason: '顾客取消订单',
      notify_url: 'https://shop.test/notify',
      amount: { refund: amountFen, total: amountFen, currency: 'CNY' },
    });
    expect(await shown()).toEqual([{ amountFen, state: 'processing' }]);
  });

  test('are settled by their notification, once however often it comes', async () => {
    await cancel();
    await till.work();
    settle('SUCCESS');
    const told = notice();
    const outcomes = await Promise.all(Array.from({ length: 20 }, async () => till.receive(told)));
    expect(outcomes.filter((outcome) => outcome === 'settled')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'repeated')).toHaveLength(19);
    expect(await shown()).toEqual([{ amountFen, state: 'succeeded' }]);
    expect(await till.order(orderId)).toMatchObject({ takeaway: { status: 6, payStatus: 2 } });
    expect(await till.told(orderId)).toEqual(['order.paid', 'order.cancelled', 'order.refund']);
  });

  test('are settled by asking when no notification comes', async () => {
    await cancel();
    await till.work();
    settle('SUCCESS');
    till.context.advance(15_000);
    await till.work();
    expect(await shown()).toEqual([{ amountFen, state: 'succeeded' }]);
  });

  test('are settled by a notification that comes before WeChat’s answer did', async () => {
    await cancel();
    till.merchant.wechat.loseNextAnswer({ done: true });
    await till.work();
    expect(await states()).toEqual(['asking']);
    settle('SUCCESS');
    expect(await till.receive(notice())).toBe('settled');
    till.context.advance(HOUR_MS);
    await till.work();
    expect(asked()).toHaveLength(1);
    expect(await states()).toEqual(['succeeded']);
  });

  test.each([true, false])(
    'are asked for again under the same number and with the same words when no answer came (done: %s)',
    async (done) => {
      await cancel();
      till.merchant.wechat.loseNextAnswer({ done });
      await till.work();
      till.context.advance(MINUTE_MS);
      await till.work();
      const [first, second] = asked();
      expect(second).toEqual(first);
      expect(till.merchant.wechat.refunds.numbers()).toHaveLength(1);
      expect(await states()).toEqual(['processing']);
    },
  );

  test('are asked for ever more seldom while WeChat refuses, and shown as failed', async () => {
    await cancel();
    till.merchant.wechat.refuseNext(403, 'NOT_ENOUGH');
    await till.work();
    expect(await shown()).toEqual([{ amountFen, state: 'failed' }]);
    expect(await till.told(orderId)).toEqual(['order.paid', 'order.cancelled', 'order.refund']);
    till.context.advance(14_999);
    await till.work();
    expect(asked()).toHaveLength(1);
    till.context.advance(1);
    await till.work();
    expect(asked()).toHaveLength(2);
    expect(await shown()).toEqual([{ amountFen, state: 'processing' }]);
  });

  test('that take an hour are asked about a few times, and settled then', async () => {
    await cancel();
    await till.work();
    for (let minute = 0; minute < 61; minute += 1) {
      till.context.advance(MINUTE_MS);
      await till.work();
    }
    const queries = till.merchant.wechat.requests.filter(({ path }) => path.includes('/refunds/'));
    expect(queries.length).toBeLessThanOrEqual(8);
    expect(await shown()).toEqual([{ amountFen, state: 'processing' }]);
    settle('SUCCESS');
    till.context.advance(HOUR_MS);
    await till.work();
    expect(await shown()).toEqual([{ amountFen, state: 'succeeded' }]);
  });

  test('that WeChat closed are begun again under a new number, a minute later', async () => {
    await cancel();
    await till.work();
    settle('CLOSED');
    await till.receive(notice());
    expect(await states()).toEqual(['closed', 'asking']);
    expect(await shown()).toEqual([{ amountFen, state: 'processing' }]);
    await till.work();
    expect(asked()).toHaveLength(1);
    till.context.advance(MINUTE_MS);
    await till.work();
    expect(till.merchant.wechat.refunds.numbers()).toHaveLength(2);
    settle('SUCCESS', 1);
    await till.receive(notice(1));
    expect(await shown()).toEqual([{ amountFen, state: 'succeeded' }]);
  });

  test('that WeChat closes again and again are shown as failed after three more', async () => {
    await cancel();
    for (let time = 0; time < 4; time += 1) {
      await till.work();
      settle('CLOSED', time);
      await till.receive(notice(time));
      till.context.advance(MINUTE_MS);
    }
    await till.work();
    expect(await states()).toEqual(['closed', 'closed', 'closed', 'closed']);
    expect(await shown()).toEqual([{ amountFen, state: 'failed' }]);
  });

  test('that the buyer’s account did not take are shown as failed, until WeChat says that they are there', async () => {
    await cancel();
    await till.work();
    settle('ABNORMAL');
    await till.receive(notice());
    expect(await shown()).toEqual([{ amountFen, state: 'failed' }]);
    // Somebody helped it on in the merchant platform.
    settle('SUCCESS');
    till.context.advance(HOUR_MS);
    await till.work();
    expect(await shown()).toEqual([{ amountFen, state: 'succeeded' }]);
  });

  test('in parts are asked for a minute apart, and never give back more than was paid', async () => {
    await refund(1_000);
    await refund(2_000);
    await till.work();
    expect(asked()).toHaveLength(1);
    till.context.advance(MINUTE_MS - 1);
    await till.work();
    expect(asked()).toHaveLength(1);
    till.context.advance(1);
    await till.work();
    expect(asked()).toHaveLength(2);
    await expect(refund(amountFen - 2_999)).rejects.toMatchObject({
      code: 'refund_too_much',
      details: { leftFen: amountFen - 3_000 },
    });
    await refund(amountFen - 3_000);
    till.context.advance(MINUTE_MS);
    await till.work();
    expect(till.merchant.wechat.refunds.givenFen(outTradeNo)).toBe(amountFen);
    expect(await till.order(orderId)).toMatchObject({ status: 'paid' });
  });

  // The worker had been away, so that all parts of an order were due together. WeChat began one a minute and turned the
  // others away, each of which then waited twice as long and longer: the last one for most of a day.
  test('in parts that have waited together are asked for one a minute, the oldest first', async () => {
    for (let fen = 1; fen <= 10; fen += 1) await refund(fen);
    till.context.advance(20 * MINUTE_MS);
    for (let minute = 0; minute < 10; minute += 1) {
      await till.work();
      await till.work();
      till.context.advance(MINUTE_MS);
    }
    expect(asked()).toHaveLength(10);
    expect((await shown()).map(({ amountFen: fen }) => fen)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(await states()).toEqual(Array.from({ length: 10 }, () => 'processing'));
  });

  test('are asked for again in a minute, however often WeChat is too busy', async () => {
    await cancel();
    for (let minute = 0; minute < 5; minute += 1) {
      till.merchant.wechat.refuseNext(429, 'FREQUENCY_LIMITED');
      await till.work();
      till.context.advance(MINUTE_MS);
    }
    await till.work();
    expect(asked()).toHaveLength(6);
    expect(await states()).toEqual(['processing']);
  });

  test('of what is left follow a cancellation after parts were given back', async () => {
    await refund(1_000);
    await cancel();
    expect(await shown()).toEqual([
      { amountFen: 1_000, state: 'processing' },
      { amountFen: amountFen - 1_000, state: 'processing' },
    ]);
  });

  test('are fifty to a payment, and the 51st is refused before WeChat hears of it', async () => {
    for (let part = 1; part <= 50; part += 1) await refund(1, `part ${part}`);
    await expect(refund(1, 'part 51')).rejects.toMatchObject({
      code: 'refund_too_many',
      details: { max: 50 },
    });
    const later = await Promise.allSettled([refund(2, 'a'), refund(3, 'b')]);
    expect(later.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  test('that are asked for at once never give back more than was paid', async () => {
    const half = amountFen / 2 + 1;
    const several = Array.from({ length: 5 }, async (_, index) => refund(half, `at once ${index}`));
    const asked = await Promise.allSettled(several);
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('are made by one of several nodes', async () => {
    await cancel();
    await Promise.all([till.work(), till.work(), till.work()]);
    expect(asked()).toHaveLength(1);
  });

  test('of a second payment go back by themselves, and leave the order as it is', async () => {
    const second = await till.sell();
    const late = await till.place();
    const first = await till.open(late);
    till.context.advance(5 * MINUTE_MS);
    const again = await till.open(late);
    expect(await till.pay(again)).toBe('paid');
    expect(await till.pay(first)).toBe('paid_twice');
    expect(await till.order(late)).toMatchObject({
      status: 'paid',
      takeaway: { payStatus: 1 },
      refunds: [{ amountFen: first.amountFen, cause: 'paid_twice', state: 'processing' }],
    });
    await till.work();
    expect(till.merchant.wechat.refunds.givenFen(first.outTradeNo)).toBe(first.amountFen);
    expect(till.merchant.wechat.refunds.givenFen(again.outTradeNo)).toBe(0);
    expect(await till.order(second.orderId)).toMatchObject({ refunds: [] });
    expect(await till.told(late)).toEqual(['order.paid', 'order.refund']);
  });

  describe('whose notification is', () => {
    beforeEach(async () => {
      await cancel();
      await till.work();
      settle('SUCCESS');
    });

    const numbers = { total: 5_800, payer_total: 5_800, payer_refund: 5_800, currency: 'CNY' };
    test.each<[string, Record<string, unknown>, string]>([
      ['of another amount', { amount: { ...numbers, refund: 5_799 } }, 'notification_wrong_amount'],
      [
        'of a trade that cost something else',
        { amount: { ...numbers, refund: 5_800, total: 5_801 } },
        'notification_wrong_amount',
      ],
      [
        'of another currency',
        { amount: { ...numbers, refund: 5_800, currency: 'USD' } },
        'notification_wrong_amount',
      ],
      ['of a refund that is not ours', { out_refund_no: 'R-other' }, 'notification_unknown_refund'],
      ['of another trade', { out_trade_no: 'C-other-1' }, 'notification_contradicts'],
      ['of another transaction', { transaction_id: '4200000000' }, 'notification_contradicts'],
      ['of another refund of WeChat’s', { refund_id: '5000000000' }, 'notification_contradicts'],
      ['of another merchant', { mchid: '1900000009' }, 'notification_foreign'],
      ['of something else than it says', { refund_status: 'ABNORMAL' }, 'notification_unreadable'],
      ['of a number with NUL in it', { out_refund_no: 'a\0b' }, 'notification_unreadable'],
    ])('%s is refused and changes nothing', async (_title, trade, code) => {
      const number = till.merchant.wechat.refunds.numbers()[0] ?? '';
      const told = till.merchant.refundNotification(number, { trade });
      await expect(till.receive(told)).rejects.toMatchObject({ code });
      expect(await states()).toEqual(['processing']);
    });

    test('late and says what is over by now is taken, and changes nothing', async () => {
      await till.receive(notice());
      const number = till.merchant.wechat.refunds.numbers()[0] ?? '';
      const stale = till.merchant.refundNotification(number, {
        trade: { refund_status: 'ABNORMAL' },
        envelope: { event_type: 'REFUND.ABNORMAL' },
      });
      expect(await till.receive(stale)).toBe('repeated');
      expect(await states()).toEqual(['succeeded']);
    });

    test('contrary to what WeChat said before is refused', async () => {
      await till.receive(notice());
      const number = till.merchant.wechat.refunds.numbers()[0] ?? '';
      const contrary = till.merchant.refundNotification(number, {
        trade: { refund_status: 'CLOSED' },
        envelope: { event_type: 'REFUND.CLOSED' },
      });
      await expect(till.receive(contrary)).rejects.toMatchObject({ code: 'notification_contradicts' });
      expect(await states()).toEqual(['succeeded']);
    });
  });
});
