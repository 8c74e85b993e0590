import type { OrderRefund } from '@carillon/contract';
import { sql } from 'kysely';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../platform/database.ts';
import { testDatabases } from '../testing/databases.ts';
import { PAYMENT_FAULTS } from '../testing/payment-faults.ts';
import type { PaymentFaultKey } from '../testing/payment-faults.ts';
import { openSandboxWorld } from '../testing/sandbox-world.ts';
import type { ArmedFault, SandboxWorld } from '../testing/sandbox-world.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const START_LIMIT_MS = 60_000;

const tested = new Set<string>();

/** A test of faults of the table, once for each of them. */
function fault<Key extends PaymentFaultKey>(
  keys: Key | readonly Key[],
  title: string,
  run: (key: Key) => Promise<void>,
): void {
  for (const key of [keys].flat() as readonly Key[]) {
    tested.add(key);
    test(`${key}: ${title}`, async () => run(key));
  }
}

/** How a notice that WeChat signed, and that is wrong, is refused. */
function refusalOf(key: 'wrong-amount' | 'wrong-currency' | 'wrong-mchid' | 'wrong-appid'): string {
  return key === 'wrong-amount' || key === 'wrong-currency'
    ? 'notification_wrong_amount'
    : 'notification_foreign';
}

/** What WeChat Pay does wrong, done by the sandbox over HTTP; after each, the books are checked. */
describe.each(testDatabases())('payments by a WeChat that goes wrong, on %s', (_name, open) => {
  let database: Database;
  let world: SandboxWorld;

  beforeAll(async () => {
    database = await open();
  });

  beforeEach(async () => {
    world = await openSandboxWorld(database);
  }, START_LIMIT_MS);

  afterEach(async () => {
    await world.expectBooks();
    await world.close();
  });

  /** An order and its open trade; then the buyer pays, and WeChat goes wrong. */
  async function payWith(...faults: ArmedFault[]): Promise<{ orderId: number; outTradeNo: string }> {
    const orderId = await world.place();
    const { outTradeNo } = await world.open(orderId);
    await world.arm(...faults);
    await world.pay(outTradeNo);
    return { orderId, outTradeNo };
  }

  async function statusOf(orderId: number): Promise<string> {
    return (await world.order(orderId)).status;
  }

  async function rings(orderId: number): Promise<number> {
    const { rows } = await sql<{ count: number }>`
      select count(*) as count from journal_entry
      join journal_destination destination on destination.id = destination_id
      where name = ${`/topic/orders/${orderId}`} and payload ->> 'type' = 'order.paid'`.execute(database.db);
    return rows[0]?.count ?? 0;
  }

  async function refusals(): Promise<string[]> {
    const { rows } = await sql<{ reason: string }>`
      select reason from refused_notification order by id`.execute(database.db);
    return rows.map(({ reason }) => reason);
  }

  /** A refund of a paid order, as far as WeChat has been asked for it. */
  async function refundWith(...faults: ArmedFault[]): Promise<number> {
    const { orderId } = await payWith();
    await world.arm(...faults);
    await world.buyer.post(`/api/orders/${orderId}/cancel`);
    await world.goOn(0);
    return orderId;
  }

  async function refundsOf(orderId: number): Promise<OrderRefund['state'][]> {
    return (await world.order(orderId)).refunds.map(({ state }) => state);
  }

  describe('of a payment', () => {
    fault('duplicate', 'of twenty copies at once one rings, and all are answered well', async () => {
      const { orderId } = await payWith({ name: 'duplicate', value: 20 });
      expect(await statusOf(orderId)).toBe('paid');
      expect(await rings(orderId)).toBe(1);
      expect((await world.answers()).slice(-20)).toEqual(Array.from({ length: 20 }, () => 204));
    });

    fault(
      'late-notice',
      'money for an order that was ended goes back, and the order stays ended',
      async () => {
        const orderId = await world.place();
        const { outTradeNo } = await world.open(orderId);
        // Neither told nor found: a close that WeChat confirmed, and a payment that was under way.
        await world.arm({ name: 'drop', times: 'until-cleared' });
        await world.control('POST', '/pay', { outTradeNo });
        await sql`update trade set state = 'closed' where order_id = ${orderId}`.execute(database.db);
        await world.goOn(16 * MINUTE_MS);
        expect(await statusOf(orderId)).toBe('cancelled');
        await world.control('DELETE', '/faults');
        // WeChat has repeated it all the time.
        await world.advance(20 * MINUTE_MS);
        expect(await world.order(orderId)).toMatchObject({
          status: 'cancelled',
          refunds: [{ cause: 'late_payment', state: 'processing' }],
        });
        await world.goOn(4 * SECOND_MS, 2);
        expect(await refundsOf(orderId)).toEqual(['succeeded']);
        expect(await rings(orderId)).toBe(0);
        expect(await world.fishLeft()).toBe(12);
      },
    );

    fault('delayed', 'one that was found by asking before its notice came rings once', async () => {
      const orderId = await world.place();
      const { outTradeNo } = await world.open(orderId);
      await world.arm({ name: 'drop', times: 3 });
      await world.pay(outTradeNo);
      await world.goOn(5 * SECOND_MS);
      expect(await statusOf(orderId)).toBe('paid');
      await world.advance(5 * MINUTE_MS);
      expect(await rings(orderId)).toBe(1);
      expect((await world.answers()).at(-1)).toBe(204);
    });

    fault('no-notice', 'is found by asking, five seconds later', async () => {
      const { orderId } = await payWith({ name: 'drop', times: 'until-cleared' });
      expect(await statusOf(orderId)).toBe('pending_payment');
      await world.goOn(5 * SECOND_MS);
      expect(await statusOf(orderId)).toBe('paid');
    });

    fault('no-notice', 'is found at once when the buyer’s page asks', async () => {
      const { orderId } = await payWith({ name: 'drop', times: 'until-cleared' });
      await world.buyer.post(`/api/orders/${orderId}/check-payment`);
      expect(await statusOf(orderId)).toBe('paid');
    });

    fault(
      'refund-first',
      'a refund’s notice that comes before its payment’s is settled, and the payment’s after it',
      async () => {
        const { orderId } = await payWith({ name: 'refund-notice-first' });
        await world.buyer.post(`/api/orders/${orderId}/check-payment`);
        await world.buyer.post(`/api/orders/${orderId}/cancel`);
        await world.goOn(4 * SECOND_MS, 3);
        expect(await refundsOf(orderId)).toEqual(['succeeded']);
        expect(await rings(orderId)).toBe(1);
        expect(new Set(await world.answers())).toEqual(new Set([204]));
      },
    );

    fault(
      ['wrong-amount', 'wrong-currency', 'wrong-mchid', 'wrong-appid'],
      'a notice of it is refused and written down, and the right one counts',
      async (name) => {
        const { orderId } = await payWith({ name });
        expect(await statusOf(orderId)).toBe('pending_payment');
        expect(await refusals()).toEqual([refusalOf(name)]);
        await world.advance(15 * SECOND_MS);
        expect(await statusOf(orderId)).toBe('paid');
        expect(await rings(orderId)).toBe(1);
      },
    );

    fault(
      ['forged-signature', 'unknown-serial', 'stale-timestamp', 'future-timestamp'],
      'is not believed, and the honest repetition counts',
      async (name) => {
        const { orderId } = await payWith({ name });
        expect(await statusOf(orderId)).toBe('pending_payment');
        expect((await world.answers()).at(-1)).toBe(401);
        await world.advance(15 * SECOND_MS);
        expect(await statusOf(orderId)).toBe('paid');
      },
    );

    fault('signature-probe', 'is answered 401, and the payment behind it counts', async () => {
      const { orderId } = await payWith({ name: 'signature-probe' });
      expect((await world.answers()).slice(-2)).toEqual([401, 204]);
      expect(await statusOf(orderId)).toBe('paid');
    });

    fault('truncated-ciphertext', 'is refused, and the whole one counts', async () => {
      const { orderId } = await payWith({ name: 'truncated-ciphertext' });
      expect(await statusOf(orderId)).toBe('pending_payment');
      expect(await refusals()).toEqual(['notification_unreadable']);
      await world.advance(15 * SECOND_MS);
      expect(await statusOf(orderId)).toBe('paid');
    });

    fault('other-trust', 'counts whichever of WeChat’s keys has signed it', async () => {
      const { orderId } = await payWith({ name: 'other-trust' });
      expect(await statusOf(orderId)).toBe('paid');
    });
  });

  describe('of a trade', () => {
    fault(
      ['order-500', 'order-timeout'],
      'WeChat has made it all the same, and it is asked for again by the same number',
      async (name) => {
        const orderId = await world.place();
        await world.arm({ name });
        const refused = await world.buyer.post(`/api/orders/${orderId}/trade`);
        expect(refused.json()).toMatchObject({ error: { code: 'payment_unanswered' } });
        const { outTradeNo } = await world.open(orderId);
        await world.pay(outTradeNo);
        expect(await statusOf(orderId)).toBe('paid');
        const { trades } = (await world.control('GET', '/trades')) as { trades: unknown[] };
        expect(trades).toHaveLength(1);
      },
    );

    fault('paid-at-close', 'what is paid in the moment of a cancellation is given back', async () => {
      const orderId = await world.place();
      await world.open(orderId);
      await world.arm({ name: 'paid-at-close' }, { name: 'drop', times: 'until-cleared' });
      await world.buyer.post(`/api/orders/${orderId}/cancel`);
      expect(await world.order(orderId)).toMatchObject({
        status: 'cancelled',
        refunds: [{ cause: 'cancelled' }],
      });
      await world.goOn(4 * SECOND_MS, 5);
      expect(await refundsOf(orderId)).toEqual(['succeeded']);
      expect(await world.fishLeft()).toBe(12);
    });

    fault(
      'close-unknown-204',
      'a number that WeChat never knew is over because it says so, not because of a 204',
      async () => {
        const orderId = await world.place();
        const { outTradeNo } = await world.open(orderId);
        await sql`update trade set out_trade_no = ${`${outTradeNo}9`} where order_id = ${orderId}`.execute(
          database.db,
        );
        await world.arm({ name: 'close-unknown-204' }, { name: 'busy' });
        const refused = await world.buyer.post(`/api/orders/${orderId}/cancel`);
        expect(refused.json()).toMatchObject({ error: { code: 'payment_unanswered' } });
        await world.buyer.post(`/api/orders/${orderId}/cancel`);
        expect(await statusOf(orderId)).toBe('cancelled');
      },
    );

    fault(
      ['close-500', 'close-timeout', 'query-500', 'query-timeout', 'busy'],
      'the stock stays until WeChat has said that nobody can pay',
      async (name) => {
        const orderId = await world.place();
        await world.open(orderId);
        await world.arm({ name });
        const refused = await world.buyer.post(`/api/orders/${orderId}/cancel`);
        expect(refused.json()).toMatchObject({ error: { code: 'payment_unanswered' } });
        expect(await statusOf(orderId)).toBe('pending_payment');
        expect(await world.fishLeft()).toBe(11);
        await world.goOn(16 * MINUTE_MS);
        expect(await statusOf(orderId)).toBe('cancelled');
        expect(await world.fishLeft()).toBe(12);
      },
    );
  });

  describe('of a refund', () => {
    fault(
      ['refund-500', 'refund-timeout'],
      'WeChat has taken it on all the same, and it is given back once',
      async (name) => {
        const orderId = await refundWith({ name });
        expect(await refundsOf(orderId)).toEqual(['processing']);
        await world.goOn(20 * SECOND_MS, 3);
        expect(await refundsOf(orderId)).toEqual(['succeeded']);
        const { rows } = await sql`select out_refund_no from refund`.execute(database.db);
        expect(rows).toHaveLength(1);
      },
    );

    fault('refund-slow', 'one that takes an hour is processing until it is there', async () => {
      const orderId = await refundWith({ name: 'refund-slow' });
      await world.goOn(10 * MINUTE_MS, 5);
      expect(await refundsOf(orderId)).toEqual(['processing']);
      await world.goOn(15 * MINUTE_MS);
      expect(await refundsOf(orderId)).toEqual(['succeeded']);
    });

    fault('refund-abnormal', 'is shown as failed, and goes to a card of the buyer’s', async () => {
      const orderId = await refundWith({ name: 'refund-abnormal' });
      await world.goOn(4 * SECOND_MS);
      const { refunds } = await world.order(orderId);
      expect(refunds).toMatchObject([{ state: 'failed' }]);
      const card = { bankType: 'CMB_DEBIT', account: '6225880212345678', realName: '张三' };
      await world.manager.post(`/api/staff/refunds/${refunds[0]?.id ?? 0}/retry`, { card });
      await world.goOn(4 * SECOND_MS);
      expect(await refundsOf(orderId)).toEqual(['succeeded']);
    });

    fault('refund-closed', 'is begun again under a new number', async () => {
      const orderId = await refundWith({ name: 'refund-closed' });
      await world.goOn(4 * SECOND_MS);
      expect(await refundsOf(orderId)).toEqual(['processing']);
      await world.goOn(MINUTE_MS, 2);
      await world.goOn(4 * SECOND_MS);
      expect(await refundsOf(orderId)).toEqual(['succeeded']);
      const { rows } = await sql<{ state: string }>`select state from refund order by id`.execute(
        database.db,
      );
      expect(rows.map(({ state }) => state)).toEqual(['closed', 'succeeded']);
    });

    fault(
      'refund-not-enough',
      'is shown as failed, asked for again, and there once the merchant has topped up',
      async () => {
        const orderId = await refundWith({ name: 'refund-not-enough' });
        expect(await refundsOf(orderId)).toEqual(['failed']);
        await world.goOn(20 * SECOND_MS, 2);
        expect(await refundsOf(orderId)).toEqual(['succeeded']);
      },
    );

    fault('refund-51st', 'is refused by WeChat, shown as failed, and settled by hand', async () => {
      const orderId = await refundWith({ name: 'refund-51st', times: 'until-cleared' });
      const { refunds } = await world.order(orderId);
      expect(refunds).toMatchObject([{ state: 'failed' }]);
      const settle = `/api/staff/refunds/${refunds[0]?.id ?? 0}/settle`;
      await world.manager.post(settle, { note: '现金退给顾客' });
      expect(await refundsOf(orderId)).toEqual(['succeeded']);
    });

    fault('refund-51st', 'is refused here before WeChat hears of it', async () => {
      const { orderId } = await payWith();
      const path = `/api/staff/orders/${orderId}/refunds`;
      const refund = async (part: number) =>
        world.manager.post(path, { amountFen: 1, reason: '补偿' }, { 'idempotency-key': `part-${part}` });
      for (let part = 1; part <= 50; part += 1) await refund(part);
      expect((await refund(51)).json()).toMatchObject({ error: { code: 'refund_too_many' } });
    });

    fault('refund-interval', 'two of one order go a minute apart', async () => {
      const { orderId } = await payWith();
      for (const key of ['one', 'two']) {
        const refund = { amountFen: 100, reason: '补偿' };
        await world.manager.post(`/api/staff/orders/${orderId}/refunds`, refund, { 'idempotency-key': key });
      }
      await world.goOn(4 * SECOND_MS, 2);
      expect(await refundsOf(orderId)).toEqual(['succeeded', 'processing']);
      await world.goOn(MINUTE_MS);
      await world.goOn(4 * SECOND_MS);
      expect(await refundsOf(orderId)).toEqual(['succeeded', 'succeeded']);
    });

    fault(
      ['wrong-amount', 'wrong-currency', 'wrong-mchid'],
      'a refund’s notice of it is refused, and asking settles it',
      async (name) => {
        const orderId = await refundWith({ name, notice: 'refund', times: 'until-cleared' });
        await world.advance(4 * SECOND_MS);
        expect(await refundsOf(orderId)).toEqual(['processing']);
        expect(await refusals()).toEqual([refusalOf(name)]);
        await world.goOn(5 * MINUTE_MS);
        expect(await refundsOf(orderId)).toEqual(['succeeded']);
      },
    );
  });
});

test('every fault of the table has a test', () => {
  expect(Object.keys(PAYMENT_FAULTS).filter((key) => !tested.has(key))).toEqual([]);
});
