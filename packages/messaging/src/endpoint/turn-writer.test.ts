import { expect, test } from 'vitest';
import { rethrow } from '../testing/rethrow.ts';
import { TurnWriter } from './turn-writer.ts';

test('flushes in the turn in which it was asked, after everything that the turn does', async () => {
  const writer = new TurnWriter(rethrow);
  const log: string[] = [];
  writer.add({ flush: () => void log.push('flush') });
  // The last that this turn does.
  const endOfTurn = new Promise(setImmediate).then(() => log.push('end of turn'));
  await Promise.resolve().then(() => log.push('microtask'));
  process.nextTick(() => log.push('tick'));
  await endOfTurn;
  expect(log).toEqual(['microtask', 'tick', 'flush', 'end of turn']);
});

test('begins each turn with a batch without frames', async () => {
  const writer = new TurnWriter(rethrow);
  const { root } = writer;
  writer.add({ flush: () => expect(writer.root).not.toBe(root) });
  await new Promise(setImmediate);
  expect(writer.root.byteLength).toBe(0);
});

test('what a flush asks to be flushed comes in the next turn', async () => {
  const writer = new TurnWriter(rethrow);
  let flushes = 0;
  const again = {
    flush: (): void => {
      flushes += 1;
      if (flushes < 3) writer.add(again);
    },
  };
  writer.add(again);
  await expect.poll(() => flushes).toBe(3);
});

test('a socket that cannot be written leaves the others of its turn theirs', async () => {
  const errors: unknown[] = [];
  const writer = new TurnWriter((error) => errors.push(error));
  const broken = new Error('broken');
  let flushes = 0;
  writer.add({
    flush: () => {
      throw broken;
    },
  });
  writer.add({ flush: () => void (flushes += 1) });
  await new Promise(setImmediate);
  expect([errors, flushes]).toEqual([[broken], 1]);
});
