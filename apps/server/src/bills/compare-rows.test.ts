import type { TradeBillRow } from '@carillon/wechat';
import { describe, expect, test } from 'vitest';
import { compareRows } from './compare-rows.ts';
import type { BookedEntry } from './compare-rows.ts';

const blank: TradeBillRow = {
  time: '2026-11-20T04:00:00.000Z',
  appid: 'wx1',
  mchid: '1900000001',
  transactionId: '4200000001',
  outTradeNo: 'C1',
  payerOpenid: 'o-1',
  tradeType: 'NATIVE',
  tradeState: 'SUCCESS',
  currency: 'CNY',
  amountFen: 0,
  settlementFen: 0,
  appliedRefundFen: 0,
  refundFen: 0,
  couponRefundFen: 0,
  description: '',
  attach: '',
  feeMilliFen: 0,
};

function billedPayment(given: Partial<TradeBillRow> = {}): TradeBillRow {
  return { ...blank, amountFen: 2_000, ...given };
}

function billedRefund(given: Partial<TradeBillRow> = {}): TradeBillRow {
  const refund = { tradeState: 'REFUND', outRefundNo: 'R1', refundStatus: 'SUCCESS', appliedRefundFen: 500 };
  return { ...blank, ...refund, ...given };
}

function bookedPayment(given: Partial<BookedEntry> = {}): BookedEntry {
  return {
    subject: 'payment',
    number: 'C1',
    orderId: 7,
    shopId: 1,
    amountFen: 2_000,
    state: 'paid',
    transactionId: '4200000001',
    expected: true,
    ...given,
  };
}

function bookedRefund(given: Partial<BookedEntry> = {}): BookedEntry {
  return bookedPayment({ subject: 'refund', number: 'R1', amountFen: 500, state: 'succeeded', ...given });
}

describe('a bill that says what our books say', () => {
  test('has no difference', () => {
    expect(compareRows([billedPayment(), billedRefund()], [bookedPayment(), bookedRefund()])).toEqual([]);
  });

  test('need not have what belongs to another day', () => {
    expect(compareRows([], [bookedPayment({ expected: false })])).toEqual([]);
  });

  test.each([
    ['PROCESSING', 'succeeded'],
    ['PROCESSING', 'processing'],
    ['CHANGE', 'abnormal'],
    ['CHANGE', 'by_hand'],
    ['FAIL', 'closed'],
  ])('may tell of a refund as %s where ours is %s', (refundStatus, state) => {
    expect(compareRows([billedRefund({ refundStatus })], [bookedRefund({ state })])).toEqual([]);
  });
});

describe('a difference is', () => {
  test('a payment that our books lack', () => {
    expect(compareRows([billedPayment()], [])).toEqual([
      {
        subject: 'payment',
        kind: 'missing_here',
        number: 'C1',
        orderId: null,
        shopId: null,
        ours: null,
        theirs: { amountFen: 2_000, state: 'SUCCESS', transactionId: '4200000001' },
      },
    ]);
  });

  test('a payment or a refund that the bill lacks', () => {
    const found = compareRows([], [bookedPayment(), bookedRefund()]);
    expect(found.map(({ subject, kind, orderId }) => [subject, kind, orderId])).toEqual([
      ['payment', 'missing_there', 7],
      ['refund', 'missing_there', 7],
    ]);
  });

  test('another amount, whatever else differs', () => {
    const [found] = compareRows([billedPayment({ amountFen: 1 })], [bookedPayment({ state: 'open' })]);
    expect(found).toMatchObject({
      kind: 'amount_differs',
      ours: { amountFen: 2_000 },
      theirs: { amountFen: 1 },
    });
  });

  test('a payment that our books do not know as paid', () => {
    const open = bookedPayment({ state: 'open', transactionId: null, expected: false });
    expect(compareRows([billedPayment()], [open])[0]).toMatchObject({
      kind: 'state_differs',
      ours: { state: 'open' },
    });
  });

  test('a payment by another transaction than ours', () => {
    const [found] = compareRows([billedPayment()], [bookedPayment({ transactionId: '4200000002' })]);
    expect(found?.kind).toBe('state_differs');
  });

  test('a refund that ended otherwise', () => {
    const [found] = compareRows([billedRefund({ refundStatus: 'FAIL' })], [bookedRefund()]);
    expect(found).toMatchObject({ subject: 'refund', kind: 'state_differs', theirs: { state: 'FAIL' } });
  });

  test('a state of which nobody has heard', () => {
    expect(compareRows([billedPayment({ tradeState: 'NEW' })], [bookedPayment()])[0]?.kind).toBe(
      'state_differs',
    );
  });
});
