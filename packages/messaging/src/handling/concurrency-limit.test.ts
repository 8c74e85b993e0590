import { describe, expect, test } from 'vitest';
import { ConcurrencyLimit } from './concurrency-limit.ts';

/** A task that ends when it is told to. */
function openTask() {
  const end = Promise.withResolvers<string>();
  const begun = Promise.withResolvers<undefined>();
  return {
    run: () => {
      begun.resolve(undefined);
      return end.promise;
    },
    begun: begun.promise,
    end: end.resolve,
    fail: end.reject,
  };
}

describe('a concurrency limit', () => {
  test('runs so many tasks at once, and the others in order', async () => {
    const limit = new ConcurrencyLimit(2, 10);
    const tasks = [openTask(), openTask(), openTask()] as const;
    const order: string[] = [];
    const runs = tasks.map((task, index) =>
      limit.run(() => {
        order.push(`${index}`);
        return task.run();
      }),
    );
    const last = limit.run(() => order.push('last'));
    expect(order).toEqual(['0', '1']);
    tasks[1].end('b');
    await tasks[2].begun;
    expect(order).toEqual(['0', '1', '2']);
    tasks[0].end('a');
    tasks[2].end('c');
    expect(await Promise.all(runs)).toEqual(['a', 'b', 'c']);
    await last;
    expect(order).toEqual(['0', '1', '2', 'last']);
  });

  test('refuses what the queue has no room for, and takes more once it has', async () => {
    const limit = new ConcurrencyLimit(1, 1);
    const [first, second] = [openTask(), openTask()];
    const runs = [limit.run(first.run), limit.run(second.run)];
    await expect(limit.run(() => 'third')).rejects.toMatchObject({ code: 'handlers_busy' });
    first.end('1');
    await second.begun;
    const fourth = limit.run(() => '4');
    second.end('2');
    expect(await Promise.all([...runs, fourth])).toEqual(['1', '2', '4']);
  });

  test('gives the place of a task that failed to the next', async () => {
    const limit = new ConcurrencyLimit(1, 1);
    const failing = limit.run(() => {
      throw new Error('broken');
    });
    const next = limit.run(() => 'next');
    await expect(failing).rejects.toThrow('broken');
    expect(await next).toBe('next');
  });

  test.each([
    [0, 1],
    [NaN, 1],
    [1, -1],
  ])('cannot be %d at once with %d queued', (maxConcurrent, maxQueued) => {
    expect(() => new ConcurrencyLimit(maxConcurrent, maxQueued)).toThrow(RangeError);
  });
});
