import { describe, expect, test } from 'vitest';
import { TimerWheel } from './timer-wheel.ts';

function start(options = {}) {
  const fired: string[] = [];
  const wheel = new TimerWheel(1_000, { tickMs: 10, slots: 8, ...options });
  return { wheel, fired, note: (name: string) => () => void fired.push(name) };
}

describe('the timer wheel', () => {
  test('fires no sooner than asked and at most one tick later', () => {
    const { wheel, fired, note } = start();
    wheel.schedule(25, note('a'));
    wheel.advance(1_024);
    expect(fired).toEqual([]);
    wheel.advance(1_035);
    expect(fired).toEqual(['a']);
  });

  test('fires what lies more than one turn ahead in its own turn', () => {
    const { wheel, fired, note } = start();
    wheel.schedule(500, note('far'));
    wheel.schedule(20, note('near'));
    wheel.advance(1_490);
    expect(fired).toEqual(['near']);
    wheel.advance(1_500);
    expect(fired).toEqual(['near', 'far']);
  });

  test('fires in the order of deadlines when it was turned late', () => {
    const { wheel, fired, note } = start();
    for (const ms of [300, 100, 200]) wheel.schedule(ms, note(String(ms)));
    wheel.advance(2_000);
    expect(fired).toEqual(['100', '200', '300']);
  });

  test('fires once, and not what was cancelled', () => {
    const { wheel, fired, note } = start();
    const cancelled = wheel.schedule(10, note('cancelled'));
    wheel.schedule(10, note('kept'));
    cancelled.cancel();
    wheel.advance(1_500);
    cancelled.cancel();
    wheel.advance(3_000);
    expect(fired).toEqual(['kept']);
  });

  test('lets a timer start itself anew without end, one tick apart', () => {
    const { wheel, fired } = start();
    const again = (): void => {
      fired.push(String(wheel.nowMs));
      wheel.schedule(0, again);
    };
    wheel.schedule(0, again);
    wheel.advance(1_030);
    expect(fired).toEqual(['1010', '1020', '1030']);
  });

  test('goes on when a callback throws', () => {
    const errors: unknown[] = [];
    const { wheel, fired, note } = start({ onError: (error: unknown) => errors.push(error) });
    wheel.schedule(10, () => {
      throw new Error('broken');
    });
    wheel.schedule(10, note('next'));
    wheel.advance(1_010);
    expect(fired).toEqual(['next']);
    expect(errors).toHaveLength(1);
  });

  test('stands still between two turns', () => {
    const { wheel } = start();
    wheel.advance(1_057);
    expect(wheel.nowMs).toBe(1_057);
    wheel.advance(1_050);
    expect(wheel.nowMs).toBe(1_057);
  });
});
