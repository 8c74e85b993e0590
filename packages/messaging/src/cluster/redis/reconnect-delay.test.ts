import { expect, test } from 'vitest';
import { reconnectDelayMs } from './reconnect-delay.ts';

test.each([
  [0, 0, 100],
  [0, 1, 50],
  [3, 0, 800],
  [10, 0, 5_000],
  [1_000, 1, 2_500],
])('after %i failures and a chance of %d it is %i ms', (failures, chance, delayMs) => {
  expect(reconnectDelayMs(failures, () => chance)).toBe(delayMs);
});
