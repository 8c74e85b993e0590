import { expect, test } from 'vitest';
import { RETRY_WAITS_MS, waitAfterAttempt } from './retry-schedule.ts';

test('retries 15 times over 24 hours and 4 minutes', () => {
  expect(RETRY_WAITS_MS).toHaveLength(15);
  expect(RETRY_WAITS_MS.reduce((sum, wait) => sum + wait, 0)).toBe((24 * 60 + 4) * 60_000);
});

test('waits as WeChat Pay does, and gives up after the sixteenth attempt', () => {
  expect(waitAfterAttempt(1, 1)).toBe(15_000);
  expect(waitAfterAttempt(4, 1)).toBe(180_000);
  expect(waitAfterAttempt(15, 1)).toBe(6 * 3_600_000);
  expect(waitAfterAttempt(16, 1)).toBeUndefined();
});

test('waits shorter by the time scale', () => {
  expect(waitAfterAttempt(4, 60)).toBe(3_000);
});
