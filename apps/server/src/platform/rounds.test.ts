import { describe, expect, test, vi } from 'vitest';
import { createRounds } from './rounds.ts';

describe('rounds', () => {
  test('run once more, and once only, for all that was asked while they ran', async () => {
    const gates: (() => void)[] = [];
    const work = vi.fn(() => new Promise<void>((resolve) => gates.push(resolve)));
    const rounds = createRounds<string>(work, vi.fn());
    rounds.run('a');
    await vi.waitFor(() => expect(gates).toHaveLength(1));
    for (let again = 0; again < 5; again += 1) rounds.run('a');
    expect(work).toHaveBeenCalledTimes(1);
    gates[0]?.();
    await vi.waitFor(() => expect(gates).toHaveLength(2));
    gates[1]?.();
    await rounds.idle();
    expect(work).toHaveBeenCalledTimes(2);
  });

  test('of different keys do not wait for each other', async () => {
    const done: string[] = [];
    const gate = Promise.withResolvers<undefined>();
    const rounds = createRounds<string>(async (key) => {
      if (key === 'slow') await gate.promise;
      done.push(key);
    }, vi.fn());
    rounds.run('slow');
    rounds.run('quick');
    await vi.waitFor(() => expect(done).toEqual(['quick']));
    gate.resolve(undefined);
    await rounds.idle();
    expect(done).toEqual(['quick', 'slow']);
  });

  test('tell what failed, and go on', async () => {
    const onError = vi.fn();
    const failure = new Error('no database');
    const rounds = createRounds<number>(
      (key) => (key === 1 ? Promise.reject(failure) : Promise.resolve()),
      onError,
    );
    rounds.run(1);
    await rounds.idle();
    expect(onError).toHaveBeenCalledExactlyOnceWith(failure, 1);
    rounds.run(2);
    await rounds.idle();
    expect(onError).toHaveBeenCalledTimes(1);
  });
});
