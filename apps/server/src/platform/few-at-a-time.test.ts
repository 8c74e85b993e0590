import { expect, test } from 'vitest';
import { fewAtATime } from './few-at-a-time.ts';

test('does each once, and no more at a time than it may', async () => {
  const done: number[] = [];
  let running = 0;
  let most = 0;
  await fewAtATime([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
    running += 1;
    most = Math.max(most, running);
    await Promise.resolve();
    running -= 1;
    done.push(item);
  });
  expect(done.sort()).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(most).toBe(3);
});

test('fails with what failed', async () => {
  const failing = fewAtATime([1, 2], 1, () => Promise.reject(new Error('no')));
  await expect(failing).rejects.toThrow('no');
});
