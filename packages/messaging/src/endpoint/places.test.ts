import { expect, test, vi } from 'vitest';
import { Connections } from './connections.ts';
import { Places } from './places.ts';

const LIMITS = { maxSessions: 3, maxSessionsPerAddress: 2 };

test('an address has its own limit, and all addresses together another', () => {
  const places = new Places(LIMITS, new Connections());
  const first = places.take('a', vi.fn());
  places.take('a', vi.fn());
  expect(() => places.take('a', vi.fn())).toThrow('Too many');
  places.take('b', vi.fn());
  expect(() => places.take('c', vi.fn())).toThrow('Too many');
  first.release();
  first.release();
  places.take('c', vi.fn());
  expect(() => places.take('d', vi.fn())).toThrow('Too many');
});

test('a full endpoint leaves another its room', () => {
  const connections = new Connections();
  const [full, other] = [new Places(LIMITS, connections), new Places(LIMITS, connections)];
  full.take('a', vi.fn());
  full.take('a', vi.fn());
  expect(() => other.take('a', vi.fn())).not.toThrow();
});

test('a drain waits for every place of every endpoint, and lets nobody in', async () => {
  const connections = new Connections();
  const places = [new Places(LIMITS, connections), new Places(LIMITS, connections)];
  const [cutOff, session] = [vi.fn(), { close: vi.fn(), isBusy: false }];
  const taken = places.map((each) => each.take('a', cutOff));
  connections.add(session);
  const drained = connections.drain();
  expect([...connections.sessions]).toEqual([session]);
  expect(() => places[0]?.take('b', vi.fn())).toThrow('going down');
  for (const place of taken) place.release();
  await drained;
  connections.terminate();
  expect(cutOff).not.toHaveBeenCalled();
});
