import { describe, expect, test } from 'vitest';
import { withDefaults } from '../core/limits.ts';
import { TimerWheel } from '../core/timer-wheel.ts';
import { SlowSessionWatch } from './slow-session.ts';

function start() {
  const timers = new TimerWheel(0);
  const limits = withDefaults({ sendBufferLimitBytes: 1_000, sendTimeLimitMs: 10_000 });
  const socket = { backlog: 0 };
  const reasons: string[] = [];
  const watch = new SlowSessionWatch({
    timers,
    limits,
    backlogBytes: () => socket.backlog,
    onSlow: ({ reason }) => reasons.push(reason),
  });
  const write = (bytes: number): void => {
    socket.backlog += bytes;
    watch.wrote(bytes, socket.backlog);
  };
  const advance = (ms: number): void => timers.advance(timers.nowMs + ms);
  return { socket, reasons, watch, write, advance };
}

describe('a session that does not read', () => {
  test('is slow when more waits than may', () => {
    const { reasons, write } = start();
    write(1_000);
    expect(reasons).toEqual([]);
    write(1);
    expect(reasons).toEqual(['send_buffer_exceeded']);
  });

  test('is slow when nothing moves for the time limit', () => {
    const { reasons, write, advance } = start();
    write(10);
    advance(9_000);
    write(10);
    expect(reasons).toEqual([]);
    advance(1_200);
    expect(reasons).toEqual(['send_time_exceeded']);
  });

  test('is not slow as long as something moves, however slowly', () => {
    const { reasons, socket, write, advance } = start();
    for (let n = 0; n < 10; n += 1) {
      write(50);
      advance(6_000);
      socket.backlog = Math.max(socket.backlog - 40, 1);
    }
    expect(reasons).toEqual([]);
  });

  test('starts anew once all was sent', () => {
    const { reasons, socket, write, advance } = start();
    write(10);
    socket.backlog = 0;
    advance(10_100);
    write(10);
    advance(9_000);
    expect(reasons).toEqual([]);
    advance(1_200);
    expect(reasons).toEqual(['send_time_exceeded']);
  });

  test('is not watched after its end', () => {
    const { reasons, watch, write, advance } = start();
    write(10);
    watch.stop();
    advance(60_000);
    expect(reasons).toEqual([]);
  });
});
