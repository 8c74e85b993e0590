import type { OptionGroup } from '@carillon/contract';
import { describe, expect, test } from 'vitest';
import { chooseOptions, leastDeltaFen } from './choose-options.ts';

const size: OptionGroup = {
  ...{ id: 1, name: '份量', min: 1, max: 1 },
  choices: [
    { id: 11, name: '小份', deltaFen: -300 },
    { id: 12, name: '大份', deltaFen: 500 },
  ],
};
const extras: OptionGroup = {
  ...{ id: 2, name: '加料', min: 0, max: 2 },
  choices: [
    { id: 21, name: '鸡蛋', deltaFen: 200 },
    { id: 22, name: '香菜', deltaFen: 0 },
    { id: 23, name: '牛肉', deltaFen: 800 },
  ],
};

describe('chooseOptions', () => {
  test('copies what was chosen in the order of the menu', () => {
    expect(chooseOptions([size, extras], [23, 12, 21])).toEqual([
      { group: '份量', name: '大份', deltaFen: 500 },
      { group: '加料', name: '鸡蛋', deltaFen: 200 },
      { group: '加料', name: '牛肉', deltaFen: 800 },
    ]);
  });

  test('lets nothing be chosen where nothing must be', () => {
    expect(chooseOptions([extras], [])).toEqual([]);
    expect(chooseOptions([], [])).toEqual([]);
  });

  test.each([
    ['too few of a group', [21]],
    ['too many of a group', [11, 12]],
    ['more than may be', [12, 21, 22, 23]],
    ['one that is not there', [12, 99]],
    ['one twice', [12, 21, 21]],
  ])('refuses %s', (_what, choiceIds) => {
    expect(chooseOptions([size, extras], choiceIds)).toBeUndefined();
  });
});

test.each([
  ['what must be chosen', [size], -300],
  ['nothing of what need not be', [extras], 0],
  ['the cheapest of what must be chosen', [{ ...extras, min: 2 }], 200],
  ['all that takes away, up to the most', [{ ...size, min: 0, max: 2 }, extras], -300],
])('the least that choices add counts %s', (_what, groups, leastFen) => {
  expect(leastDeltaFen(groups)).toBe(leastFen);
});
