import { expect, test } from 'vitest';
import { aBill } from '../../testing/bills.ts';
import { billDays, DAYS_AT_MOST, standingOf } from './bill-days.ts';

test('lists the days before today, each with how its bill compared', () => {
  const bill = aBill('2026-11-19');
  expect(billDays([bill], '2026-11-21', 3)).toEqual([
    { day: '2026-11-20', bill: undefined },
    { day: '2026-11-19', bill },
    { day: '2026-11-18', bill: undefined },
  ]);
});

test('lists no day whose bill WeChat keeps no longer', () => {
  expect(billDays([], '2026-11-21', 1000)).toHaveLength(DAYS_AT_MOST);
});

test.each([
  [undefined, 'none'],
  [aBill('2026-11-20'), 'matched'],
  [aBill('2026-11-20', { state: 'differs', openDifferences: 2 }), 'differs'],
  [aBill('2026-11-20', { state: 'differs', openDifferences: 0 }), 'settled'],
  [aBill('2026-11-20', { state: 'not_ready' }), 'not_ready'],
] as const)('says of %o that it is %s', (bill, standing) => {
  expect(standingOf(bill)).toBe(standing);
});
