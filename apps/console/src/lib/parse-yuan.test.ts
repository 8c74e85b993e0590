import { formatFen } from '@carillon/contract';
import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { parseYuan } from './parse-yuan.ts';

describe('parseYuan', () => {
  test.each([
    ['12', 1200],
    ['12.5', 1250],
    [' 12.50 ', 1250],
    ['0.01', 1],
    ['¥38.00', 3800],
    // What a Chinese keyboard types for the point.
    ['12。5', 1250],
    // 0.29 × 100 is not 29 in floating point.
    ['0.29', 29],
  ])('reads %s as %i fen', (text, amountFen) => {
    expect(parseYuan(text)).toBe(amountFen);
  });

  test.each(['', '.', '12.', '.5', '12.345', '-1', '1e3', '1,200', '一', '12345678'])(
    'takes %s for no amount',
    (text) => {
      expect(parseYuan(text)).toBeUndefined();
    },
  );

  property.prop([fc.integer({ min: 0, max: 999_999_999 })])('reads back what is shown', (amountFen) => {
    expect(parseYuan(formatFen(amountFen))).toBe(amountFen);
  });
});
