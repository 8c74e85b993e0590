import { describe, expect, test } from 'vitest';
import { chinaDay, daysBefore, spanOfDay } from './china-day.ts';

describe('a day in China', () => {
  test('begins at 16:00 UTC of the day before', () => {
    expect(chinaDay(new Date('2026-11-20T15:59:59.999Z'))).toBe('2026-11-20');
    expect(chinaDay(new Date('2026-11-20T16:00:00.000Z'))).toBe('2026-11-21');
  });

  test('spans 24 hours', () => {
    const { from, to } = spanOfDay('2026-11-21');
    expect([from.toISOString(), to.toISOString()]).toEqual([
      '2026-11-20T16:00:00.000Z',
      '2026-11-21T16:00:00.000Z',
    ]);
  });

  test('has one before it, over months and years', () => {
    expect(daysBefore('2026-03-01', 1)).toBe('2026-02-28');
    expect(daysBefore('2026-12-31', -1)).toBe('2027-01-01');
  });
});
