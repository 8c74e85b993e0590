import { describe, expect, test } from 'vitest';
import { Memberships } from './memberships.ts';

function wire(answer: () => Promise<void> = () => Promise.resolve()) {
  const calls: string[] = [];
  return {
    calls,
    subscribe: (channels: string[]) => {
      calls.push(`+${channels.join()}`);
      return answer();
    },
    unsubscribe: (channels: string[]) => {
      calls.push(`-${channels.join()}`);
      return answer();
    },
  };
}

describe('channels', () => {
  test('are asked for together, once, and confirmed together', async () => {
    const memberships = new Memberships();
    const { calls, ...redis } = wire();
    await memberships.connect(redis);
    await Promise.all([memberships.join('a'), memberships.join('b'), memberships.join('a')]);
    expect(calls).toEqual(['+a,b']);
    await memberships.join('a');
    expect(calls).toEqual(['+a,b']);
  });

  test('that were joined and left in one turn cost nothing', async () => {
    const memberships = new Memberships();
    const { calls, ...redis } = wire();
    await memberships.connect(redis);
    const joining = memberships.join('a');
    memberships.leave('a');
    await joining;
    expect(calls).toEqual([]);
  });

  test('joined without a link are joined by the next one, and all again by the one after', async () => {
    const memberships = new Memberships();
    expect(memberships.join('a')).toBeUndefined();
    const first = wire();
    await memberships.connect(first);
    memberships.disconnect();
    expect(memberships.join('b')).toBeUndefined();
    memberships.leave('a');
    const second = wire();
    await memberships.connect(second);
    expect([first.calls, second.calls]).toEqual([['+a'], ['+b']]);
  });

  test('keep nobody waiting when the link fails', async () => {
    const memberships = new Memberships();
    await memberships.connect(wire(() => Promise.reject(new Error('lost'))));
    await memberships.join('a');
    const next = wire();
    await memberships.connect(next);
    expect(next.calls).toEqual(['+a']);
  });

  test('are asked for in portions', async () => {
    const memberships = new Memberships();
    for (let n = 0; n < 2_500; n += 1) void memberships.join(String(n));
    const { calls, ...redis } = wire();
    await memberships.connect(redis);
    expect(calls.map((call) => call.split(',').length)).toEqual([1_000, 1_000, 500]);
  });
});
