import { describe, expect, test } from 'vitest';
import { createFakeMemory } from '../testing/fake-memory.ts';
import { createAttempts } from './attempts.ts';

const attempt = {
  key: 'k1',
  request: { lines: [{ productId: 1, quantity: 2 }], totalFen: 5_600 },
  startedAt: 0,
};

describe('the owed attempt', () => {
  test('is kept apart for each place until it is forgotten', () => {
    const attempts = createAttempts(createFakeMemory());
    attempts.remember('1.T8', attempt);
    expect(attempts.recall('1.T8')).toEqual(attempt);
    expect(attempts.recall('1.T7')).toBeUndefined();
    attempts.forget('1.T8', attempt.key);
    expect(attempts.recall('1.T8')).toBeUndefined();
  });

  test('outlives a phone that remembers nothing', () => {
    const nothing = { recall: () => undefined, remember: () => undefined, forget: () => undefined };
    const attempts = createAttempts(nothing);
    attempts.remember('1.T8', attempt);
    expect(attempts.recall('1.T8')).toEqual(attempt);
  });

  test('is found by the page that is loaded after a reload', () => {
    const memory = createFakeMemory();
    createAttempts(memory).remember('1.T8', attempt);
    expect(createAttempts(memory).recall('1.T8')).toEqual(attempt);
  });

  test('of another tab is not forgotten with the one of this page', () => {
    const memory = createFakeMemory();
    const attempts = createAttempts(memory);
    attempts.remember('1.T8', attempt);
    memory.remember('attempt.1.T8', { ...attempt, key: 'k2' });
    attempts.forget('1.T8', attempt.key);
    expect(attempts.recall('1.T8')?.key).toBe('k2');
  });

  test.each([null, 'x', { key: 'k1' }, { ...attempt, request: {} }, { ...attempt, startedAt: 'now' }])(
    'is not made of %j',
    (kept) => {
      const memory = createFakeMemory();
      memory.remember('attempt.1.T8', kept);
      expect(createAttempts(memory).recall('1.T8')).toBeUndefined();
    },
  );
});
