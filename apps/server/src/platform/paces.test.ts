import { expect, test } from 'vitest';
import { createPaces } from './paces.ts';

function open({ maxKeys = 10 } = {}) {
  let nowMs = 0;
  const waits: number[] = [];
  const paces = createPaces({
    ...{ perSecond: 10, atOnce: 3, maxWaitMs: 250, maxKeys },
    nowMs: () => nowMs,
    wait: (ms) => Promise.resolve(void waits.push(ms)),
  });
  return { paces, waits, pass: (ms: number) => (nowMs += ms) };
}

async function turns(paces: ReturnType<typeof open>['paces'], key: string, count: number) {
  return Promise.all(Array.from({ length: count }, async () => paces.turn(key)));
}

test('a few turns are given at once, the next ones one after the other, and none after too long', async () => {
  const { paces, waits } = open();
  expect(await turns(paces, 'a', 7)).toEqual([true, true, true, true, true, false, false]);
  expect(waits).toEqual([100, 200]);
});

test('no key waits for another', async () => {
  const { paces, waits } = open();
  await turns(paces, 'a', 7);
  expect(await turns(paces, 'b', 3)).toEqual([true, true, true]);
  expect(waits).toHaveLength(2);
});

test('whoever was turned away, or waited, has turns again after a while', async () => {
  const { paces, waits, pass } = open();
  await turns(paces, 'a', 7);
  pass(500);
  expect(await turns(paces, 'a', 3)).toEqual([true, true, true]);
  expect(waits).toEqual([100, 200]);
});

test('the key that was busy longest ago is forgotten first', async () => {
  const { paces } = open({ maxKeys: 2 });
  await turns(paces, 'a', 5);
  await turns(paces, 'b', 5);
  await turns(paces, 'c', 5);
  expect([await paces.turn('b'), await paces.turn('c')]).toEqual([false, false]);
  expect(await paces.turn('a')).toBe(true);
});
