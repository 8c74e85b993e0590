import { describe, expect, test } from 'vitest';
import { USUAL_PACE, deadlinesFrom, dueSteps, nextDeadline } from './ring.ts';

const PAID_AT = new Date('2026-11-21T04:00:00.000Z');
const MINUTE_MS = 60_000;
const deadlines = deadlinesFrom(PAID_AT, { pace: USUAL_PACE, answerLimitMs: 10 * MINUTE_MS });
const after = (ms: number) => new Date(PAID_AT.getTime() + ms);

describe('the deadlines of a ring', () => {
  test('are 30 s, 60 s and 120 s after the payment, and the shop’s limit', () => {
    expect(deadlines).toEqual({
      louder: after(30_000),
      everywhere: after(60_000),
      managers: after(120_000),
      answerBy: after(10 * MINUTE_MS),
    });
  });

  test.each([
    ['ring', 30_000],
    ['louder', 60_000],
    ['everywhere', 120_000],
    ['managers', 10 * MINUTE_MS],
  ] as const)('lead from "%s" to the next', (step, ms) => {
    expect(nextDeadline(step, deadlines)).toEqual(after(ms));
  });

  test('end with the limit, even if steps were still to come', () => {
    const short = deadlinesFrom(PAID_AT, { pace: USUAL_PACE, answerLimitMs: 45_000 });
    expect(nextDeadline('louder', short)).toEqual(after(45_000));
  });

  test('are due to the millisecond, those that were missed too', () => {
    expect(dueSteps('ring', deadlines, after(29_999))).toEqual([]);
    expect(dueSteps('ring', deadlines, after(30_000))).toEqual(['louder']);
    expect(dueSteps('ring', deadlines, after(121_000))).toEqual(['louder', 'everywhere', 'managers']);
    expect(dueSteps('everywhere', deadlines, after(121_000))).toEqual(['managers']);
  });
});
