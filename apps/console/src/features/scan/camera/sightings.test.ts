import { expect, test } from 'vitest';
import { createFakeClock } from '../../../testing/fake-clock.ts';
import { createSightings } from './sightings.ts';

function open() {
  const clock = createFakeClock();
  const isNew = createSightings(() => clock.elapsed());
  return { clock, see: (text: string, mayCount = true) => isNew(text, mayCount) };
}

test('a code that stays in sight counts once', () => {
  const { clock, see } = open();
  expect(see('A')).toBe(true);
  for (let look = 0; look < 20; look += 1) {
    clock.advance(500);
    expect(see('A')).toBe(false);
  }
});

test('a code counts again once it was out of sight for two seconds', () => {
  const { clock, see } = open();
  see('A');
  clock.advance(1999);
  expect(see('A')).toBe(false);
  clock.advance(2000);
  expect(see('A')).toBe(true);
});

test('two codes by turns count once each', () => {
  const { clock, see } = open();
  const counted = ['A', 'B', 'A', 'B', 'A'].map((text) => {
    clock.advance(300);
    return see(text);
  });
  expect(counted).toEqual([true, true, false, false, false]);
});

test('what comes while another is being asked about counts afterwards', () => {
  const { see } = open();
  expect(see('A', false)).toBe(false);
  expect(see('A')).toBe(true);
});
