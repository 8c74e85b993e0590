import { expect, test } from 'vitest';
import { createManualClock } from '../testing/manual-clock.ts';
import { createWorldClock } from './world-clock.ts';

const HOUR_MS = 3_600_000;
const nothing = () => Promise.resolve();

test('runs with the machine’s clock, and ahead of it once set forward', async () => {
  const machine = createManualClock();
  const world = createWorldClock(machine);
  const start = machine.now();
  machine.advance(1_000);
  expect(world.now()).toBe(start + 1_000);
  await world.advance(HOUR_MS, nothing);
  expect([world.now(), world.aheadMs()]).toEqual([start + 1_000 + HOUR_MS, HOUR_MS]);
  expect(machine.now()).toBe(start + 1_000);
});

test('what comes due while time is set forward runs at its own moment, in order', async () => {
  const world = createWorldClock(createManualClock());
  const start = world.now();
  const ran: [string, number][] = [];
  const note = (name: string) => () => ran.push([name, world.now() - start]);
  world.after(2_000, note('second'));
  world.after(1_000, note('first'));
  world.after(9_000, note('later'));
  await world.advance(5_000, nothing);
  expect(ran).toEqual([
    ['first', 1_000],
    ['second', 2_000],
  ]);
});

test('waits for what a task set going, and runs what that set in time', async () => {
  const world = createWorldClock(createManualClock());
  const start = world.now();
  const rounds: number[] = [];
  let answer: Promise<void> = Promise.resolve();
  const attempt = () => {
    rounds.push(world.now() - start);
    answer = Promise.resolve().then(() => void world.after(15_000, attempt));
  };
  world.after(0, attempt);
  await world.advance(40_000, () => answer);
  expect(rounds).toEqual([0, 15_000, 30_000]);
});

test('a wait goes on from where it stood, and may be cancelled', async () => {
  const machine = createManualClock();
  const world = createWorldClock(machine);
  let ran = 0;
  world.after(10_000, () => (ran += 1));
  const cancel = world.after(10_000, () => (ran += 10));
  await world.advance(6_000, nothing);
  cancel();
  machine.advance(3_999);
  expect(ran).toBe(0);
  machine.advance(1);
  expect(ran).toBe(1);
});
