import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { TimerWheel } from '../../core/timer-wheel.ts';
import { RequestBudget } from './request-budget.ts';

const TOO_MANY = { code: 'too_many_requests' };

function open() {
  const timers = new TimerWheel(0);
  const budget = new RequestBudget({ timers, limits: { maxFramesPerSecond: 10, maxFrameBurst: 3 } });
  let begun = 0;
  async function receive(): Promise<void> {
    await budget.mayReceive();
    begun += 1;
  }
  /** Answers how many have begun to receive by then. */
  async function advance(ms: number): Promise<number> {
    await nextTurn();
    const end = timers.nowMs + ms;
    while (timers.nowMs < end) {
      timers.advance(timers.nowMs + timers.tickMs);
      await nextTurn();
    }
    return begun;
  }
  return { budget, receive, advance };
}

describe('the requests of a session', () => {
  // A receiver of more than 500 messages a second, which by polling are as many requests, was refused.
  test('that receive wait for their turn when they come too fast, and none is refused', async () => {
    const { receive, advance } = open();
    const all = Promise.all(Array.from({ length: 8 }, receive));
    expect(await advance(0)).toBe(3);
    expect(await advance(300)).toBeLessThan(7);
    expect(await advance(1_000)).toBe(8);
    await all;
  });

  test('that wait are few', async () => {
    const { receive, advance } = open();
    for (let count = 0; count < 11; count += 1) void receive();
    await expect(receive()).rejects.toMatchObject(TOO_MANY);
    expect(await advance(2_000)).toBe(11);
  });

  test('that send are refused when they come too fast, and leave what receives its turn', async () => {
    const { budget, receive, advance } = open();
    for (let count = 0; count < 3; count += 1) budget.beginSending()();
    expect(() => budget.beginSending()).toThrow(expect.objectContaining(TOO_MANY));
    await receive();
    expect(await advance(0)).toBe(1);
  });
});
