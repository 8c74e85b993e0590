import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { readDecimal } from './decimal.ts';

describe('a decimal', () => {
  test.each([
    ['0', 2, 0],
    ['0.00', 2, 0],
    ['-0.00', 2, 0],
    ['42', 2, 4200],
    ['42.5', 2, 4250],
    ['1.15', 2, 115],
    ['-0.04', 2, -4],
    ['0.57000', 2, 57],
    ['0.00600', 5, 600],
    ['999999999999.99', 2, 99_999_999_999_999],
  ])('%s with %i places is %i', (text, places, units) => {
    expect(readDecimal(text, places)).toBe(units);
  });

  test.each(['', '.5', '5.', '+1', '1,000.00', '1e2', '0x1', '１', 'NaN', '1.234', '--1', ' 1'])(
    '%j with two places is none',
    (text) => {
      expect(readDecimal(text, 2)).toBeUndefined();
    },
  );

  test('that numbers cannot hold is none', () => {
    expect(readDecimal('999999999999', 8)).toBeUndefined();
  });

  test.prop([fc.integer({ min: -1_000_000_000, max: 1_000_000_000 })])('is what was written', (fen) => {
    const digits = String(Math.abs(fen)).padStart(3, '0');
    const text = `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
    expect(readDecimal(text, 2)).toBe(fen);
  });
});
