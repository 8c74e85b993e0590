import { expect, test } from 'vitest';
import { shopDay } from './shop-day.ts';

test('a day starts at midnight in Shanghai, not in Greenwich', () => {
  expect(shopDay(new Date('2026-11-20T15:59:59Z'))).toBe('2026-11-20');
  expect(shopDay(new Date('2026-11-20T16:00:00Z'))).toBe('2026-11-21');
});
