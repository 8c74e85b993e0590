import { describe, expect, test } from 'vitest';
import { TimerWheel } from '../core/timer-wheel.ts';
import { ConcurrencyLimit } from './concurrency-limit.ts';
import { Deadline } from './deadline.ts';

const timers = new TimerWheel(0);
const relaxed = () => new Deadline(timers, 1_000_000);

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
      }, relaxed()),
    );
    const last = limit.run(() => order.push('last'), relaxed());
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
    const runs = [limit.run(first.run, relaxed()), limit.run(second.run, relaxed())];
    await expect(limit.run(() => 'third', relaxed())).rejects.toMatchObject({ code: 'handlers_busy' });
    first.end('1');
    await second.begun;
    const fourth = limit.run(() => '4', relaxed());
    second.end('2');
    expect(await Promise.all([...runs, fourth])).toEqual(['1', '2', '4']);
  });

  test('gives the place of a task that failed to the next', async () => {
    const limit = new ConcurrencyLimit(1, 1);
    const failing = limit.run(() => {
      throw new Error('broken');
    }, relaxed());
    const next = limit.run(() => 'next', relaxed());
    await expect(failing).rejects.toThrow('broken');
    expect(await next).toBe('next');
  });

  test('lets no task wait longer than its deadline, and none keep its place longer', async () => {
    const limit = new ConcurrencyLimit(1, 1);
    const [hanging, late] = [openTask(), openTask()];
    const runs = [
      limit.run(hanging.run, new Deadline(timers, 2_000)),
      limit.run(late.run, new Deadline(timers, 1_000)),
    ].map((run) => run.catch((error: unknown) => error));
    timers.advance(timers.nowMs + 1_000);
    expect(await runs[1]).toMatchObject({ code: 'handler_timeout' });
    const next = limit.run(() => 'next', relaxed());
    timers.advance(timers.nowMs + 1_000);
    expect(await runs[0]).toMatchObject({ code: 'handler_timeout' });
    expect(await next).toBe('next');
    expect(await limit.run(() => 'free', relaxed())).toBe('free');
  });

  test.each(['just before', 'just after'])(
    'loses no place when a turn comes %s the moment in which its time is over',
    async (when) => {
      const limit = new ConcurrencyLimit(1, 1);
      const first = openTask();
      const running = limit.run(first.run, relaxed());
      const waiting = limit.run(() => 'late', new Deadline(timers, 1_000)).catch((error: unknown) => error);
      if (when === 'just before') first.end('1');
      timers.advance(timers.nowMs + 1_000);
      if (when === 'just after') first.end('1');
      await running;
      expect(await waiting).toMatchObject({ code: 'handler_timeout' });
      expect(await limit.run(() => 'free', relaxed())).toBe('free');
    },
  );

  test.each([
    [0, 1],
    [NaN, 1],
    [1, -1],
  ])('cannot be %d at once with %d queued', (maxConcurrent, maxQueued) => {
    expect(() => new ConcurrencyLimit(maxConcurrent, maxQueued)).toThrow(RangeError);
  });
});
