import { afterEach, describe, expect, test, vi } from 'vitest';
import { remember } from '../../lib/memory.ts';
import { forgetAttempts } from '../../testing/forget-attempts.ts';
import { forgetAttempt, recallAttempt, rememberAttempt } from './attempt.ts';

const attempt = {
  key: 'k1',
  request: { lines: [{ productId: 1, quantity: 2 }], totalFen: 5_600 },
  startedAt: 0,
};

afterEach(() => {
  vi.restoreAllMocks();
  forgetAttempts('1.T8', '1.T7');
});

describe('the owed attempt', () => {
  test('is kept apart for each place until it is forgotten', () => {
    rememberAttempt('1.T8', attempt);
    expect(recallAttempt('1.T8')).toEqual(attempt);
    expect(recallAttempt('1.T7')).toBeUndefined();
    forgetAttempt('1.T8', attempt.key);
    expect(recallAttempt('1.T8')).toBeUndefined();
  });

  test.each(['QuotaExceededError', 'SecurityError'])('outlives a storage that throws %s', (name) => {
    const fail = () => {
      throw new DOMException('storage', name);
    };
    vi.spyOn(Storage.prototype, 'setItem').mockImplementation(fail);
    vi.spyOn(Storage.prototype, 'getItem').mockImplementation(fail);
    rememberAttempt('1.T8', attempt);
    expect(recallAttempt('1.T8')).toEqual(attempt);
  });

  test('is found by the page that is loaded after a reload', async () => {
    rememberAttempt('1.T8', attempt);
    vi.resetModules();
    const reloaded = await import('./attempt.ts');
    expect(reloaded.recallAttempt('1.T8')).toEqual(attempt);
  });

  test('of another tab is not forgotten with the one of this page', () => {
    rememberAttempt('1.T8', attempt);
    remember('attempt.1.T8', { ...attempt, key: 'k2' });
    forgetAttempt('1.T8', attempt.key);
    expect(recallAttempt('1.T8')?.key).toBe('k2');
  });

  test.each([null, 'x', { key: 'k1' }, { ...attempt, request: {} }, { ...attempt, startedAt: 'now' }])(
    'is not made of %j',
    (kept) => {
      remember('attempt.1.T8', kept);
      expect(recallAttempt('1.T8')).toBeUndefined();
    },
  );
});
