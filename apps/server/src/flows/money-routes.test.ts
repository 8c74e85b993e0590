import type { DayReportReply, PaymentListReply } from '@carillon/contract';
import { sql } from 'kysely';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../platform/database.ts';
import { emptyTables, testDatabases } from '../testing/databases.ts';
import { openBrowser } from '../testing/test-browser.ts';
import { hireClerk } from '../testing/test-shop.ts';
import { openOffice } from '../testing/test-office.ts';
import type { TestOffice } from '../testing/test-office.ts';

const DAY = '2026-11-21';
const HOUR_MS = 60 * 60_000;

describe.each(testDatabases())('what managers see of money, on %s', (_name, open) => {
  let database: Database;
  let office: TestOffice;

  beforeAll(async () => {
    database = await open();
  });

  beforeEach(async () => {
    await emptyTables(database);
    // 12:00 in Shanghai.
    office = await openOffice(database, `${DAY}T04:00:00.000Z`);
  });

  afterEach(async () => office.app.close());

  async function readReport(day = DAY) {
    return (await office.manager().get(office.path(`reports/${day}`))).json<DayReportReply>().report;
  }

  describe('a day report', () => {
    test('sums what was paid on that day in China, by hour, product and fulfilment', async () => {
      await office.orderPaid(2);
      await office.orderPaid(1, { tableCode: office.shop.tableCode });
      office.context.advance(HOUR_MS);
      await office.orderPaid(3);
      await office.order(9);
      const report = await readReport();
      expect(report).toMatchObject({ orders: 3, salesFen: 1_200, averageFen: 400, deliveryFeesFen: 0 });
      expect(report.byHour.filter(({ orders }) => orders > 0)).toEqual([
        { hour: 12, orders: 2, salesFen: 600 },
        { hour: 13, orders: 1, salesFen: 600 },
      ]);
      expect(report.byProduct).toEqual([
        { productId: office.shop.products.rice, name: 'rice', quantity: 6, salesFen: 1_200 },
      ]);
      expect(report.byFulfilment).toEqual([
        { fulfilment: 'table', orders: 1, salesFen: 200 },
        { fulfilment: 'pickup', orders: 2, salesFen: 1_000 },
        { fulfilment: 'delivery', orders: 0, salesFen: 0 },
        { fulfilment: 'pass', orders: 0, salesFen: 0 },
      ]);
    });

    test('of a day without orders is all zeros', async () => {
      const report = await readReport('2020-02-29');
      expect(report).toMatchObject({ orders: 0, salesFen: 0, averageFen: 0, byProduct: [] });
      expect(report.byHour).toHaveLength(24);
    });

    test('ends at midnight in Shanghai', async () => {
      await office.pass(12 * HOUR_MS);
      await office.orderPaid(1);
      expect([(await readReport()).orders, (await readReport('2026-11-22')).orders]).toEqual([0, 1]);
    });

    test('is refused for no day of the calendar', async () => {
      expect((await office.manager().get(office.path('reports/2026-02-30'))).statusCode).toBe(400);
    });

    test('can be had as a table, in which no name is a formula', async () => {
      await sql`update product set name = '=1+1' where id = ${office.shop.products.rice}`.execute(
        database.db,
      );
      await office.orderPaid(2);
      const table = await office.manager().get(office.path(`reports/${DAY}/table.csv`));
      expect(table.headers['content-type']).toBe('text/csv; charset=utf-8');
      expect(table.headers['content-disposition']).toContain(`carillon-${office.shop.shopId}-${DAY}.csv`);
      const lines = table.body.split('\r\n');
      expect(lines[0]).toBe(`\uFEFF日期,${DAY}`);
      expect(lines).toContain('销售额（元）,4.00');
      expect(lines).toContain("'=1+1,2,4.00");
    });
  });

  describe('payments', () => {
    const list = async (query = '') =>
      (await office.manager().get(office.path(`payments${query}`))).json<PaymentListReply>();

    test('are listed the newest first, without what was not paid', async () => {
      const first = await office.orderPaid(1);
      const second = await office.orderPaid(2);
      await office.order(3);
      const { payments, next } = await list();
      expect(next).toBeNull();
      expect(payments.map(({ orderId }) => orderId)).toEqual([second.order.id, first.order.id]);
      expect(payments[0]).toMatchObject({
        orderNumber: '002',
        orderStatus: 'paid',
        orderFulfilment: 'pickup',
        amountFen: 400,
        refundedFen: 0,
        outTradeNo: second.trade.outTradeNo,
        refunds: [],
      });
    });

    test('are found by any number of theirs, and by days', async () => {
      const { trade } = await office.orderPaid(1);
      await office.orderPaid(2);
      const [payment] = (await list('?search=001')).payments;
      expect(payment?.outTradeNo).toBe(trade.outTradeNo);
      for (const number of [trade.outTradeNo, payment?.transactionId ?? '', '%231']) {
        expect((await list(`?search=${number}`)).payments).toEqual([payment]);
      }
      expect((await list('?search=nothing')).payments).toEqual([]);
      expect((await list(`?from=${DAY}&to=${DAY}`)).payments).toHaveLength(2);
      expect((await list('?to=2026-11-20')).payments).toEqual([]);
    });

    test('come with their refunds, and can be narrowed to those', async () => {
      const { order } = await office.orderPaid(5);
      await office.orderPaid(1);
      await office
        .manager()
        .post(
          `/api/staff/orders/${order.id}/refunds`,
          { amountFen: 300, reason: '米饭凉了' },
          { 'idempotency-key': 'r' },
        );
      const { payments } = await list('?only=refunded');
      expect(payments).toHaveLength(1);
      expect(payments[0]).toMatchObject({ amountFen: 1_000, refundedFen: 300 });
      expect(payments[0]?.refunds).toMatchObject([
        {
          amountFen: 300,
          cause: 'staff',
          reason: '米饭凉了',
          state: 'asking',
          needsSomebody: false,
          byHand: null,
        },
      ]);
      expect((await list('?only=failed')).payments).toEqual([]);
    });

    test('come by pages', async () => {
      await office.orderPaid(1);
      await sql`
        insert into trade (order_id, shop_id, attempt, out_trade_no, state, amount_fen, description, notify_url,
          expires_at, transaction_id, paid_at, next_query_at)
        select order_id, shop_id, 1 + other, 'other-' || other, 'paid', 1, '', '', expires_at, 'tx-' || other, paid_at,
          next_query_at
        from trade, generate_series(1, 60) as other`.execute(database.db);
      const first = await list();
      const second = await list(`?before=${first.next ?? ''}`);
      expect([first.payments.length, second.payments.length, second.next]).toEqual([50, 11, null]);
      expect(new Set([...first.payments, ...second.payments].map(({ id }) => id)).size).toBe(61);
    });
  });

  test('is not for clerks, nor for those who do not work there', async () => {
    await hireClerk(database, { shopId: office.shop.shopId, username: 'clerk' });
    const clerk = await office.logIn('clerk');
    for (const route of ['payments', `reports/${DAY}`, `reports/${DAY}/table.csv`, 'bills', `bills/${DAY}`]) {
      expect((await clerk.get(office.path(route))).json()).toMatchObject({
        error: { code: 'managers_only' },
      });
      expect((await openBrowser(office.app.http).get(office.path(route))).statusCode).toBe(401);
    }
    for (const route of [`bills/${DAY}/compare`, 'differences/1/settle']) {
      expect((await clerk.post(office.path(route), { note: 'x' })).statusCode).toBe(403);
    }
  });
});
