import { describe, expect, test } from 'vitest';
import { TimerWheel } from '../core/timer-wheel.ts';
import { Deadline } from './deadline.ts';

function start(limitMs: number) {
  const timers = new TimerWheel(0);
  return { timers, deadline: new Deadline(timers, limitMs) };
}

describe('a deadline', () => {
  test('passes on what comes in time, also what was thrown', async () => {
    const { deadline } = start(1_000);
    expect(await deadline.run(() => 1)).toBe(1);
    expect(await deadline.run(() => Promise.resolve(2))).toBe(2);
    await expect(deadline.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(deadline.signal.aborted).toBe(false);
  });

  test('rejects what comes too late, and aborts the signal', async () => {
    const { timers, deadline } = start(1_000);
    const { signal } = deadline;
    const run = deadline.run(() => new Promise(() => undefined));
    timers.advance(900);
    expect(signal.aborted).toBe(false);
    timers.advance(1_000);
    await expect(run).rejects.toMatchObject({ code: 'handler_timeout' });
    expect(signal.aborted).toBe(true);
  });

  test('begins no task whose time is over, and tells a signal that is asked for later', async () => {
    const { timers, deadline } = start(1_000);
    timers.advance(1_000);
    let begun = false;
    await expect(deadline.run(() => (begun = true))).rejects.toMatchObject({ code: 'handler_timeout' });
    expect(begun).toBe(false);
    expect(deadline.signal.aborted).toBe(true);
  });
});
