import type { BillReply, PaymentListReply, TradeReply } from '@carillon/contract';
import type { PayClient, TradeBillRow } from '@carillon/wechat';
import { WeChatError } from '@carillon/wechat';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Database } from '../platform/database.ts';
import { emptyTables, testDatabases } from '../testing/databases.ts';
import { hireStaff, openTestShop } from '../testing/test-shop.ts';
import { openOffice } from '../testing/test-office.ts';
import type { TestOffice } from '../testing/test-office.ts';
import { compareBill } from './compare-bill.ts';
import { compareDueBills } from './compare-due-bills.ts';

const DAY = '2026-11-21';
const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;

describe.each(testDatabases())('a bill, on %s', (_name, open) => {
  let database: Database;
  let office: TestOffice;
  let rows: TradeBillRow[];
  let refusal: WeChatError | undefined;
  let pay: PayClient;

  beforeAll(async () => {
    database = await open();
  });

  beforeEach(async () => {
    await emptyTables(database);
    // 12:00 in Shanghai.
    office = await openOffice(database, `${DAY}T04:00:00.000Z`);
    rows = [];
    refusal = undefined;
    pay = {
      ...office.app.merchant.pay,
      tradeBill: async () => {
        if (refusal) throw refusal;
        return Promise.resolve({ rows, summary: summaryOf(rows) });
      },
    };
  });

  afterEach(async () => office.app.close());

  function billed({ outTradeNo, amountFen }: TradeReply, fields: Partial<TradeBillRow> = {}): TradeBillRow {
    const { transaction_id: transactionId } = office.app.merchant.wechat.paidTrade({ outTradeNo, amountFen });
    return {
      time: `${DAY}T04:00:00.000Z`,
      appid: '',
      mchid: '',
      transactionId: String(transactionId),
      outTradeNo,
      payerOpenid: '',
      tradeType: 'NATIVE',
      tradeState: 'SUCCESS',
      currency: 'CNY',
      amountFen,
      settlementFen: amountFen,
      appliedRefundFen: 0,
      refundFen: 0,
      couponRefundFen: 0,
      description: '',
      attach: '',
      feeMilliFen: 0,
      ...fields,
    };
  }

  const readBill = async () => (await office.manager().get(office.path(`bills/${DAY}`))).json<BillReply>();

  async function compare(): Promise<BillReply> {
    await compareBill({ context: office.context, pay }, DAY);
    return readBill();
  }

  test('that says what our books say matches them', async () => {
    const { trade } = await office.orderPaid(2);
    rows = [billed(trade)];
    await office.pass(DAY_MS);
    const { bill, differences } = await compare();
    expect(bill).toMatchObject({
      state: 'matched',
      sums: { payments: 1, paymentsFen: 400 },
      openDifferences: 0,
    });
    expect(differences).toEqual([]);
  });

  test('that has what our books lack, lacks what they have, or says otherwise differs', async () => {
    const [kept, lost, changed] = [
      await office.orderPaid(1),
      await office.orderPaid(2),
      await office.orderPaid(3),
    ];
    rows = [
      billed(kept.trade),
      billed(changed.trade, { amountFen: 1 }),
      billed({ ...kept.trade, outTradeNo: 'STRANGE-1' }),
    ];
    await office.pass(DAY_MS);
    const { bill, differences } = await compare();
    expect(bill).toMatchObject({ state: 'differs', openDifferences: 3 });
    expect(differences.map(({ kind, orderId }) => [kind, orderId])).toEqual([
      ['amount_differs', changed.order.id],
      ['missing_here', null],
      ['missing_there', lost.order.id],
    ]);
  });

  test('with a payment of which no notification told settles it', async () => {
    const { order: unheard, trade } = await office.order(1);
    office.app.merchant.wechat.payTrade(trade.outTradeNo);
    rows = [billed(trade)];
    await office.pass(DAY_MS);
    expect((await compare()).bill.state).toBe('matched');
    const { payments } = (await office.manager().get(office.path('payments'))).json<PaymentListReply>();
    expect(payments.map(({ orderId }) => orderId)).toEqual([unheard.id]);
  });

  test('that is compared again settles what it no longer differs in, and opens what it does again', async () => {
    const { trade } = await office.orderPaid(1);
    await office.pass(DAY_MS);
    expect((await compare()).bill.openDifferences).toBe(1);
    rows = [billed(trade)];
    const { bill, differences } = await compare();
    expect([bill.state, bill.openDifferences]).toEqual(['matched', 0]);
    expect(differences[0]?.settled).toMatchObject({ by: null, note: '' });
    rows = [];
    expect((await compare()).differences[0]?.settled).toBeNull();
  });

  test('has differences that a manager settles with a note, once, and keeps settled', async () => {
    await office.orderPaid(1);
    await office.pass(DAY_MS);
    const id = (await compare()).differences[0]?.id ?? 0;
    const settle = async () =>
      office.manager().post(office.path(`differences/${id}/settle`), { note: '已和微信核对' });
    expect((await settle()).json()).toMatchObject({
      difference: { settled: { by: '老陈', note: '已和微信核对' } },
    });
    expect((await settle()).json()).toMatchObject({ error: { code: 'difference_settled' } });
    expect((await compare()).bill.openDifferences).toBe(0);
  });

  test('with more differences than anybody looks through lists the first of them, and counts the others', async () => {
    const { trade } = await office.orderPaid(1);
    await office.pass(DAY_MS);
    rows = Array.from({ length: 1_003 }, (_, nth) =>
      billed(trade, { outTradeNo: `OTHER${nth}`, transactionId: `42${nth}` }),
    );
    rows.push(billed(trade));
    const { bill, differences } = await compare();
    expect(bill).toMatchObject({ state: 'differs', openDifferences: 1_000, leftOut: 3 });
    expect(differences).toHaveLength(1_000);
    rows = [billed(trade)];
    expect((await compare()).bill).toMatchObject({ state: 'matched', openDifferences: 0, leftOut: 0 });
  });

  test('has differences of other shops that nobody here sees', async () => {
    await office.orderPaid(1);
    await office.pass(DAY_MS);
    const id = (await compare()).differences[0]?.id ?? 0;
    const other = await openTestShop(database, 'other');
    await hireStaff(database, {
      username: 'other',
      name: 'Other',
      roles: [{ shopId: other.shopId, role: 'owner' }],
    });
    const stranger = await office.logIn('other');
    const seen = await stranger.get(`/api/staff/shops/${other.shopId}/bills/${DAY}`);
    expect(seen.json<BillReply>()).toMatchObject({ bill: { openDifferences: 0 }, differences: [] });
    // The bill is of all shops: what they took together is nobody's to see.
    expect(seen.json<BillReply>().bill.sums).toBeNull();
    expect((await readBill()).bill.sums).toBeNull();
    const settled = await stranger.post(`/api/staff/shops/${other.shopId}/differences/${id}/settle`, {
      note: 'x',
    });
    expect(settled.json()).toMatchObject({ error: { code: 'difference_not_found' } });
  });

  test('that WeChat has not made says so, and one that is due and not there is empty', async () => {
    refusal = new WeChatError('wechat_bill_not_exist', 'NO_STATEMENT_EXIST');
    await office.pass(14 * HOUR_MS);
    expect((await compare()).bill).toMatchObject({ state: 'not_ready' });
    await office.pass(10 * HOUR_MS);
    expect((await compare()).bill).toMatchObject({ state: 'matched', sums: { payments: 0 } });
  });

  test('that cannot be read says why, and hides no comparison that succeeded', async () => {
    refusal = new WeChatError('wechat_bill_sums_differ', 'The rows do not add up.');
    await office.pass(DAY_MS);
    await expect(compare()).rejects.toMatchObject({ code: 'bill_unreadable' });
    expect((await readBill()).bill).toMatchObject({ state: 'failed', error: 'wechat_bill_sums_differ' });
    refusal = undefined;
    await compare();
    refusal = new WeChatError('wechat_bill_unreadable', 'It is not of its form.');
    await expect(compare()).rejects.toMatchObject({ code: 'bill_unreadable' });
    expect((await readBill()).bill).toMatchObject({ state: 'matched', error: null });
  });

  test('of today, of the future or of long ago is not asked for', async () => {
    for (const [day, code] of [
      [DAY, 'bill_not_yet'],
      ['2030-01-01', 'bill_not_yet'],
      ['2026-01-01', 'bill_too_old'],
    ] as const) {
      const answer = await office.manager().post(office.path(`bills/${day}/compare`));
      expect(answer.json()).toMatchObject({ error: { code } });
    }
  });

  test('is fetched once it is due, the missed ones too, each once', async () => {
    const tradeBill = vi.spyOn(pay, 'tradeBill');
    office.context.advance(22 * HOUR_MS);
    await compareDueBills(office.context, pay);
    expect(tradeBill.mock.calls.map(([{ billDate }]) => billDate)).not.toContain(DAY);
    tradeBill.mockClear();
    office.context.advance(HOUR_MS);
    await compareDueBills(office.context, pay);
    await compareDueBills(office.context, pay);
    expect(tradeBill.mock.calls.map(([{ billDate }]) => billDate)).toEqual([DAY]);
  });
});

function summaryOf(rows: readonly TradeBillRow[]) {
  const sum = (name: 'amountFen' | 'appliedRefundFen' | 'refundFen') =>
    rows.reduce((total, row) => total + row[name], 0);
  return {
    count: rows.length,
    settlementFen: sum('amountFen'),
    refundFen: sum('refundFen'),
    couponRefundFen: 0,
    feeMilliFen: 0,
    amountFen: sum('amountFen'),
    appliedRefundFen: sum('appliedRefundFen'),
  };
}
