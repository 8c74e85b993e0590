import { describe, expect, test } from 'vitest';
import { makeOutRefundNo, refundStates, shownState } from './refund.ts';
import type { RefundMove } from './refund.ts';
import { makeOutTradeNo } from './trade.ts';

describe('the refund states', () => {
  test.each<RefundMove>(['accept', 'succeed', 'close', 'fail', 'settle'])(
    'never leave money that was given back: %s',
    (move) => {
      const { from } = refundStates.move(move);
      expect(from).not.toContain('succeeded');
      expect(from).not.toContain('by_hand');
    },
  );

  test('let WeChat’s word of an end count though it had never said that it took the refund on', () => {
    expect(refundStates.move('succeed').from).toContain('asking');
    expect(refundStates.move('close').from).toContain('asking');
    expect(refundStates.move('fail').from).toContain('asking');
  });
});

describe('makeOutRefundNo', () => {
  test('names the trade', () => {
    expect(makeOutRefundNo('C0000000017A2R0f3a9c7e', 'x_-7e55aa')).toBe('RC0000000017A2R0f3a9c7eXx_-7e55a');
  });

  test('stays within 64 characters for the greatest ids', () => {
    const outTradeNo = makeOutTradeNo(Number.MAX_SAFE_INTEGER, 9_999, 'abcdefgh');
    expect(makeOutRefundNo(outTradeNo, 'abcdefgh').length).toBeLessThanOrEqual(64);
  });

  test('refuses what WeChat would refuse', () => {
    expect(() => makeOutRefundNo('C1', 'a b!')).toThrow(RangeError);
  });
});

test.each([
  ['asking', false, 'processing'],
  ['asking', true, 'failed'],
  ['processing', false, 'processing'],
  // An answer that came late.
  ['processing', true, 'processing'],
  ['abnormal', false, 'failed'],
  ['closed', false, 'failed'],
  ['succeeded', false, 'succeeded'],
  ['by_hand', false, 'succeeded'],
] as const)('a refund that is %s (refused: %s) is shown as %s', (state, refused, shown) => {
  expect(shownState({ state, refused })).toBe(shown);
});
