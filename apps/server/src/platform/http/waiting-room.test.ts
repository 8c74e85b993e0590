import { expect, test, vi } from 'vitest';
import { createWaitingRoom } from './waiting-room.ts';

const never = new AbortController().signal;
const FOR_LONG = { key: 'a', ms: 3_600_000, signal: never };

const refuse = (): never => expect.unreachable('There was to be no room.');

function room(maxWaiting = 10, maxWaitingPerKey = 10) {
  return createWaitingRoom({ maxWaiting, maxWaitingPerKey });
}

test('somebody waits until what they wait for is over, which is ended then', async () => {
  const end = vi.fn();
  let over: () => void = () => undefined;
  const waited = room().wait(FOR_LONG, (callback) => {
    over = callback;
    return end;
  });
  expect(end).not.toHaveBeenCalled();
  over();
  expect(await waited).toBe(true);
  expect(end).toHaveBeenCalledOnce();
});

test('what was over as soon as it began is not waited for', async () => {
  const waited = room().wait(FOR_LONG, (over) => {
    over();
    return () => undefined;
  });
  expect(await waited).toBe(true);
});

test('nobody waits longer than they want', async () => {
  expect(await room().wait({ ...FOR_LONG, ms: 1 }, () => () => undefined)).toBe(true);
});

test('nobody waits for one who has gone', async () => {
  const gone = new AbortController();
  const waited = room().wait({ ...FOR_LONG, signal: gone.signal }, () => () => undefined);
  gone.abort();
  expect(await waited).toBe(true);
  expect(await room().wait({ ...FOR_LONG, signal: gone.signal }, refuse)).toBe(false);
});

test('there is room for so many in all, and of a key, and again when they have gone', async () => {
  const all = room(2, 1);
  const first = new AbortController();
  const waiting = all.wait({ ...FOR_LONG, signal: first.signal }, () => () => undefined);
  expect(await all.wait(FOR_LONG, refuse)).toBe(false);
  const other = all.wait({ ...FOR_LONG, key: 'b' }, () => () => undefined);
  expect(await all.wait({ ...FOR_LONG, key: 'c' }, refuse)).toBe(false);
  first.abort();
  await waiting;
  const again = all.wait(FOR_LONG, () => () => undefined);
  all.close();
  expect(await Promise.all([other, again])).toEqual([true, true]);
});

test('a room that is closed lets everybody go, and nobody in', async () => {
  const all = room();
  const waiting = all.wait(FOR_LONG, () => () => undefined);
  all.close();
  expect(await waiting).toBe(true);
  expect(await all.wait(FOR_LONG, refuse)).toBe(false);
});
