import { expect, test } from 'vitest';
import { createOneAtATime } from './one-at-a-time.ts';

test('runs one piece of work after the other, also behind one that failed', async () => {
  const turns = createOneAtATime(3);
  const first = Promise.withResolvers<string>();
  const begun: string[] = [];
  const work = (name: string, result: Promise<string>) =>
    turns.run(() => {
      begun.push(name);
      return result;
    });
  const one = work('one', first.promise);
  const two = work('two', Promise.resolve('done'));
  await Promise.resolve();
  expect(begun).toEqual(['one']);
  first.reject(new Error('broken'));
  await expect(one).rejects.toThrow('broken');
  await expect(two).resolves.toBe('done');
  expect(begun).toEqual(['one', 'two']);
});

test('turns away what would have to wait behind too many', async () => {
  const turns = createOneAtATime(1);
  const first = Promise.withResolvers<string>();
  const one = turns.run(() => first.promise);
  expect(turns.run(() => Promise.resolve('more'))).toBeUndefined();
  first.resolve('done');
  await one;
  await expect(turns.run(() => Promise.resolve('more'))).resolves.toBe('more');
});
