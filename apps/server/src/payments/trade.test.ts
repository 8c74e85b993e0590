import { describe, expect, test } from 'vitest';
import { makeOutTradeNo, tradeExpiry, tradeStates } from './trade.ts';

describe('the trade states', () => {
  test('let a payment win from every state but paid itself', () => {
    const { from, to } = tradeStates.move('pay');
    expect([...from, to].sort()).toEqual([...tradeStates.states].sort());
  });

  test('never leave paid', () => {
    expect(tradeStates.move('open').from).not.toContain('paid');
    expect(tradeStates.move('close').from).not.toContain('paid');
  });
});

describe('makeOutTradeNo', () => {
  test('names the order and the attempt', () => {
    expect(makeOutTradeNo(17, 2, '0f3a9c7e55')).toBe('C0000000017A2R0f3a9c7e');
  });

  test('stays within 32 characters for the greatest ids', () => {
    expect(makeOutTradeNo(Number.MAX_SAFE_INTEGER, 9_999, 'abcdefgh').length).toBeLessThanOrEqual(32);
  });

  test('refuses what WeChat would refuse', () => {
    expect(() => makeOutTradeNo(1, 1, 'a b!')).toThrow(RangeError);
  });
});

describe('tradeExpiry', () => {
  const now = new Date('2026-11-21T04:00:00.000Z');
  const after = (ms: number): Date => new Date(now.getTime() + ms);

  test('is five minutes on', () => {
    expect(tradeExpiry(now, after(15 * 60_000))).toEqual(after(5 * 60_000));
  });

  test('is no later than the order waits', () => {
    expect(tradeExpiry(now, after(3 * 60_000))).toEqual(after(3 * 60_000));
  });

  test('is a minute on at least, for WeChat makes it so', () => {
    expect(tradeExpiry(now, after(1_000))).toEqual(after(60_000));
  });
});
