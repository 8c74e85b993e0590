import { describe, expect, test } from 'vitest';
import { chineseAmount, chineseDigits, chineseNumber } from './chinese-numerals.ts';

describe('chineseNumber', () => {
  test.each([
    [0, '零'],
    [8, '八'],
    [10, '十'],
    [17, '十七'],
    [20, '二十'],
    [42, '四十二'],
    [100, '一百'],
    [105, '一百零五'],
    [110, '一百一十'],
    [1001, '一千零一'],
    [1010, '一千零一十'],
    [10_000, '一万'],
    [10_010, '一万零一十'],
    [100_000, '十万'],
    [120_305, '十二万零三百零五'],
    [100_000_001, '一亿零一'],
  ])('reads %i as %s', (value, text) => {
    expect(chineseNumber(value)).toBe(text);
  });
});

describe('chineseDigits', () => {
  test('reads a number that is called out digit by digit', () => {
    expect(chineseDigits('017')).toBe('零一七');
  });
});

describe('chineseAmount', () => {
  test.each([
    [4200, '四十二元'],
    [200, '两元'],
    [1250, '十二元五角'],
    [4205, '四十二元零五分'],
    [4225, '四十二元二角五分'],
    [50, '五角'],
    [5, '五分'],
    [0, '零元'],
    [108_800, '一千零八十八元'],
  ])('reads %i fen as %s', (amountFen, text) => {
    expect(chineseAmount(amountFen)).toBe(text);
  });
});
