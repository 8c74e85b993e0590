import { describe, expect, test } from 'vitest';
import { startPulse } from './pulse.ts';
import { createFakeClock } from './testing/fake-clock.ts';

function started(sendEveryMs: number, expectEveryMs: number) {
  const clock = createFakeClock();
  const seen = { beats: 0, silences: 0 };
  const pulse = startPulse({
    plan: { sendEveryMs, expectEveryMs },
    clock,
    beat: () => (seen.beats += 1),
    onSilent: () => (seen.silences += 1),
  });
  return { clock, pulse, seen };
}

describe('the pulse', () => {
  test('beats within each interval while nothing else is sent', () => {
    const { clock, seen } = started(10_000, 0);
    clock.advance(30_000);
    expect(seen.beats).toBe(4);
  });

  test('does not beat while other things are sent', () => {
    const { clock, pulse, seen } = started(10_000, 0);
    for (let second = 0; second < 60; second += 5) {
      clock.advance(5_000);
      pulse.said();
    }
    expect(seen.beats).toBe(0);
  });

  // Browsers let the timers of hidden pages fire once a minute; the server would take such a page for dead.
  test('beats when something is heard, should its own timer be late', () => {
    const { clock, pulse, seen } = started(10_000, 10_000);
    for (let beat = 0; beat < 3; beat += 1) {
      clock.pass(10_000);
      pulse.heard();
    }
    expect(seen.beats).toBe(3);
  });

  test('neither beats nor listens when heart-beats are off', () => {
    const { clock, seen } = started(0, 0);
    expect(clock.timerCount).toBe(0);
    clock.advance(1_000_000);
    expect(seen).toEqual({ beats: 0, silences: 0 });
  });

  test('bears a server that is late by more than an interval', () => {
    const { clock, pulse, seen } = started(0, 10_000);
    for (let beat = 0; beat < 5; beat += 1) {
      clock.advance(24_000);
      pulse.heard();
    }
    expect(seen.silences).toBe(0);
  });

  test('finds a dead line after two and a half intervals, once', () => {
    const { clock, seen } = started(0, 10_000);
    clock.advance(24_999);
    expect(seen.silences).toBe(0);
    clock.advance(1);
    expect(seen.silences).toBe(1);
    clock.advance(100_000);
    expect(seen.silences).toBe(1);
    expect(clock.timerCount).toBe(0);
  });

  // Set back an hour, a dead line was taken for a standing one until that hour had passed once more.
  test.each([-3_600_000, 3_600_000])('finds it as soon when the wall clock is set by %i ms', (byMs) => {
    const { clock, seen } = started(0, 10_000);
    clock.advance(10_000);
    clock.setWall(byMs);
    clock.advance(14_999);
    expect(seen.silences).toBe(0);
    clock.advance(1);
    expect(seen.silences).toBe(1);
  });

  test('beats on time when the wall clock is set back', () => {
    const { clock, seen } = started(10_000, 0);
    clock.setWall(-3_600_000);
    clock.advance(30_000);
    expect(seen.beats).toBe(4);
  });

  test('counts from the last thing heard', () => {
    const { clock, pulse, seen } = started(0, 10_000);
    clock.advance(20_000);
    pulse.heard();
    clock.advance(24_000);
    expect(seen.silences).toBe(0);
    clock.advance(1_000);
    expect(seen.silences).toBe(1);
  });

  test('gives a page that slept one interval to hear what came meanwhile', () => {
    const { clock, pulse, seen } = started(0, 10_000);
    clock.pass(600_000);
    clock.advance(9_000);
    pulse.heard();
    clock.advance(20_000);
    expect(seen.silences).toBe(0);
  });

  test('gives that interval once', () => {
    const { clock, seen } = started(0, 10_000);
    clock.pass(600_000);
    clock.advance(0);
    expect(seen.silences).toBe(0);
    clock.pass(600_000);
    clock.advance(0);
    expect(seen.silences).toBe(1);
  });

  test('finds a line dead that does not answer a probe in time', () => {
    const { clock, pulse, seen } = started(0, 10_000);
    pulse.expectWithin(4_000);
    clock.advance(3_999);
    expect(seen.silences).toBe(0);
    clock.advance(1);
    expect(seen.silences).toBe(1);
  });

  test('takes anything for the answer to a probe', () => {
    const { clock, pulse, seen } = started(0, 10_000);
    pulse.expectWithin(4_000);
    pulse.heard();
    clock.advance(4_000);
    expect(seen.silences).toBe(0);
  });
});
