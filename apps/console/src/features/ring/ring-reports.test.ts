import { expect, test } from 'vitest';
import { createFakeLine } from '../../testing/fake-line.ts';
import type { BellState } from './bell.ts';
import { createRingReports } from './ring-reports.ts';

function open(state: BellState = 'running') {
  const line = createFakeLine();
  const reports = createRingReports({ shopId: 7, line }, () => state);
  return { line, reports, bodies: () => line.reported.map(({ body }) => body) };
}

test('what became of a ring is told to its shop, each thing of each order once', () => {
  const { line, reports, bodies } = open();
  reports.tell([1, 2], true);
  reports.tell([1, 2, 3], true);
  reports.tell([1, 2, 3], true);
  expect(line.reported[0]?.destination).toBe('/app/shops/7/rings');
  expect(bodies()).toEqual([
    { orderIds: [1, 2], what: 'rang' },
    { orderIds: [3], what: 'rang' },
  ]);
});

test.each([
  ['suspended', 'suspended'],
  ['running', 'failed'],
] as const)('a ring that was not heard says why: %s is told as %s', (state, why) => {
  const { reports, bodies } = open(state);
  reports.tell([1], false);
  expect(bodies()).toEqual([{ orderIds: [1], what: 'silent', why }]);
});

test('a ring that was heard later is told as well', () => {
  const { reports, bodies } = open('suspended');
  reports.tell([1], false);
  reports.tell([1], true);
  reports.acknowledge([1]);
  expect(bodies()).toHaveLength(3);
});
