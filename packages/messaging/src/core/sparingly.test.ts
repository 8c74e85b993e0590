import { expect, test } from 'vitest';
import { sparingly } from './sparingly.ts';

test('reports at most once per interval, and says how many were left out', () => {
  const timers = { nowMs: 0 };
  const reports: [string, number][] = [];
  const report = sparingly<string>({ timers, intervalMs: 10 }, (subject, omitted) => {
    reports.push([subject, omitted]);
  });
  for (const subject of ['a', 'b', 'c']) report(subject);
  timers.nowMs = 10;
  report('d');
  timers.nowMs = 25;
  report('e');
  expect(reports).toEqual([
    ['a', 0],
    ['d', 2],
    ['e', 0],
  ]);
});
