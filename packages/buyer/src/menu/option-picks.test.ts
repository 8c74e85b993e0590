import { describe, expect, test } from 'vitest';
import { extras, size } from '../testing/menu.ts';
import { firstPicks, groupMissing, togglePick } from './option-picks.ts';

describe('the choice of options', () => {
  test('begins with what must be chosen, from the top', () => {
    expect(firstPicks([size, extras])).toEqual([11]);
    expect(firstPicks([{ ...extras, min: 2 }])).toEqual([21, 22]);
  });

  test('changes the one of a group of which one is chosen, and keeps one', () => {
    expect(togglePick(size, [11, 21], 12)).toEqual([21, 12]);
    expect(togglePick(size, [11], 11)).toEqual([11]);
  });

  test('adds to the others and takes away, up to the most', () => {
    expect(togglePick(extras, [11], 21)).toEqual([11, 21]);
    expect(togglePick(extras, [11, 21], 21)).toEqual([11]);
    expect(togglePick(extras, [21, 22], 23)).toEqual([21, 22]);
  });

  test('says which group is missing something', () => {
    expect(groupMissing([size, extras], [21])).toBe(size);
    expect(groupMissing([size, extras], [12])).toBeUndefined();
  });
});
