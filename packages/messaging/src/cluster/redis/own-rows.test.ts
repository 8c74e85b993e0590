import { describe, expect, test } from 'vitest';
import { OwnRows } from './own-rows.ts';

describe('rows of a node', () => {
  test('are written as they are now, however often they were changed', () => {
    const rows = new OwnRows();
    rows.set([
      ['a', '1'],
      ['b', '1'],
    ]);
    rows.set([['a', '2']]);
    rows.set([['b', undefined]]);
    expect(rows.takeChanges()).toEqual([
      {
        number: 1,
        isWhole: false,
        changes: [
          ['a', '2'],
          ['b', undefined],
        ],
      },
    ]);
    expect(rows.takeChanges()).toEqual([]);
  });

  test('leave a number out when they are written whole, so that others read them whole', () => {
    const rows = new OwnRows();
    expect(rows.takeAll()).toEqual([{ number: 2, isWhole: true, changes: [] }]);
    rows.set([['a', '1']]);
    expect(rows.takeChanges().map(({ number }) => number)).toEqual([3]);
    expect(rows.takeAll()).toEqual([{ number: 5, isWhole: true, changes: [['a', '1']] }]);
  });

  test('are written in portions, of which only the first is whole', () => {
    const rows = new OwnRows();
    rows.set(Array.from({ length: 1_200 }, (_, n) => [`row ${n}`, '1']));
    const writes = rows.takeAll();
    expect(writes.map(({ number, isWhole, changes }) => [number, isWhole, changes.length])).toEqual([
      [2, true, 500],
      [3, false, 500],
      [4, false, 200],
    ]);
  });
});
