import { expect, test } from 'vitest';
import { createFairTurns } from './fair-turns.ts';

const [ONE, TWO, THREE] = [1, 2, 3];

test('lets the parties take turns, and one piece of work go on at a time', async () => {
  const turns = createFairTurns({ maxPerParty: 3, maxAltogether: 10 });
  const begun: string[] = [];
  let running = 0;
  const work = (name: string) => async () => {
    begun.push(name);
    running += 1;
    expect(running).toBe(1);
    await Promise.resolve();
    running -= 1;
    return name;
  };
  const done = await Promise.all([
    ...['a1', 'a2', 'a3'].map((name) => turns.run(ONE, work(name))),
    ...['b1', 'b2'].map((name) => turns.run(TWO, work(name))),
    turns.run(THREE, work('c1')),
  ]);
  expect(begun).toEqual(['a1', 'a2', 'b1', 'c1', 'a3', 'b2']);
  expect(done).toEqual(['a1', 'a2', 'a3', 'b1', 'b2', 'c1']);
});

test('goes on behind work that failed', async () => {
  const turns = createFairTurns({ maxPerParty: 2, maxAltogether: 2 });
  const broken = turns.run(ONE, () => Promise.reject(new Error('broken')));
  const next = turns.run(ONE, () => Promise.resolve('done'));
  await expect(broken).rejects.toThrow('broken');
  await expect(next).resolves.toBe('done');
});

test('turns away what is too much of one party, and leaves room for the others', async () => {
  const turns = createFairTurns({ maxPerParty: 2, maxAltogether: 3 });
  const first = Promise.withResolvers<string>();
  const nothing = () => Promise.resolve('done');
  const one = turns.run(ONE, () => first.promise);
  const two = turns.run(ONE, nothing);
  expect(turns.run(ONE, nothing)).toBeUndefined();
  const other = turns.run(TWO, nothing);
  expect(turns.run(THREE, nothing)).toBeUndefined();
  first.resolve('first');
  expect(await Promise.all([one, two, other])).toEqual(['first', 'done', 'done']);
  await expect(turns.run(ONE, nothing)).resolves.toBe('done');
});
