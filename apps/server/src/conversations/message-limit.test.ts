import { expect, test } from 'vitest';
import { createMessageLimit } from './message-limit.ts';

test('an account writes twenty messages a minute, and no account at the cost of another', () => {
  let nowMs = 0;
  const limit = createMessageLimit(() => nowMs);
  for (let count = 0; count < 20; count += 1) limit.count('buyer:a');
  expect(() => limit.count('buyer:a')).toThrow(/Wait a minute/);
  expect(() => limit.count('buyer:b')).not.toThrow();
  nowMs = 60_000;
  expect(() => limit.count('buyer:a')).not.toThrow();
});
