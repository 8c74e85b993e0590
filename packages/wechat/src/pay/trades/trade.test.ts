import { createPrivateKey } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  APPID,
  MCHID,
  MERCHANT_SERIAL,
  MINI_PROGRAM_APPID,
  merchantKeys,
  paidTrade,
} from '../../testing/pay-stand-in.ts';
import { TRADE_STATES, readTrade, refuseForeignTrade } from './trade.ts';

function waitingTrade(over: Record<string, unknown> = {}) {
  const { mchid, appid, out_trade_no } = paidTrade();
  return { mchid, appid, out_trade_no, trade_state: 'NOTPAY', ...over };
}

function reading(object: Record<string, unknown>) {
  return () => readTrade(object, { requestId: 'R' });
}

const unreadable: unknown = expect.objectContaining({
  code: 'wechat_trade_unreadable',
  outcome: 'unknown',
  requestId: 'R',
});

describe('a trade', () => {
  test('is read with times in UTC and amounts in fen', () => {
    expect(readTrade(paidTrade())).toEqual({
      mchid: MCHID,
      appid: APPID,
      outTradeNo: 'C00000042',
      tradeState: 'SUCCESS',
      tradeStateDescription: '支付成功',
      transactionId: '4200002026112100000000042',
      tradeType: 'NATIVE',
      amountFen: 4200,
      payerAmountFen: 4100,
      currency: 'CNY',
      successTime: '2026-11-21T03:59:58.000Z',
      payerOpenid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o',
      bankType: 'OTHERS',
    });
  });

  test('that waits needs no more than who, which and the state', () => {
    expect(readTrade(waitingTrade())).toMatchObject({ tradeState: 'NOTPAY', currency: 'CNY' });
  });

  test.each(TRADE_STATES)('may be in state %s', (trade_state) => {
    expect(readTrade(paidTrade({ trade_state })).tradeState).toBe(trade_state);
  });

  test.each([
    ['without mchid', { mchid: undefined }],
    ['with a number for appid', { appid: 7 }],
    ['with an empty out_trade_no', { out_trade_no: '' }],
    ['in a state that nobody knows', { trade_state: 'ACCEPT' }],
    ['in a state named like a method', { trade_state: 'includes' }],
    ['paid without transaction_id', { transaction_id: undefined }],
    ['paid without amount', { amount: undefined }],
    ['paid with half a fen', { amount: { total: 4200.5 } }],
    ['paid with an amount in words', { amount: { total: '4200' } }],
    ['refunded without transaction_id', { trade_state: 'REFUND', transaction_id: undefined }],
  ])('is unreadable %s', (_, over) => {
    expect(reading(paidTrade(over))).toThrow(unreadable);
  });

  test('does not take fields from the prototype of what JSON gave', () => {
    expect(reading(JSON.parse('{"__proto__":{"mchid":"1"}}') as Record<string, unknown>)).toThrow(unreadable);
  });

  test('has no success time when WeChat’s is not one', () => {
    expect(readTrade(paidTrade({ success_time: 'yesterday' })).successTime).toBeUndefined();
  });
});

describe('a foreign trade', () => {
  const trade = readTrade(paidTrade());
  const privateKey = createPrivateKey(merchantKeys.privateKey);
  const merchant = { mchid: MCHID, serial: MERCHANT_SERIAL, privateKey };
  const ours = { merchant, appids: [APPID, MINI_PROGRAM_APPID] as const };

  test.each([
    ['mchid', { mchid: '1900000110' }],
    ['appid', { appid: 'wx0000000000000000' }],
  ])('is refused by its %s', (field, over) => {
    expect(() => refuseForeignTrade(ours, { ...trade, ...over })).toThrow(
      expect.objectContaining({
        code: 'wechat_trade_foreign',
        message: expect.stringContaining(field) as string,
      }),
    );
  });

  test('is not what ours is', () => {
    expect(() => refuseForeignTrade(ours, trade)).not.toThrow();
    expect(() => refuseForeignTrade(ours, { ...trade, appid: MINI_PROGRAM_APPID })).not.toThrow();
  });
});
