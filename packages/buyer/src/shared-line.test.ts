import { describe, expect, test, vi } from 'vitest';
import { createFakeLine } from './testing/fake-line.ts';
import { createSharedLine } from './shared-line.ts';
import type { Line, LineState } from './shared-line.ts';

const listening = {
  after: 3,
  onMessage: () => undefined,
  onRecovery: () => undefined,
  onRefused: () => undefined,
};

/** A line for all who listen, with the states that it told. */
function open(openLine: () => Promise<Line>) {
  const states: LineState[] = ['idle'];
  const shared = createSharedLine(openLine, (state) => states.push(state));
  return { shared, state: () => states.at(-1) };
}

/** Lets what was promised come true. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('the shared line', () => {
  test('opens one line for all who listen and closes it after the last', async () => {
    const fake = createFakeLine();
    const openLine = vi.fn(() => Promise.resolve(fake.line));
    const { shared, state } = open(openLine);
    const stopOne = shared.listen('/topic/orders/1', listening);
    const stopOther = shared.listen('/topic/orders/2', listening);
    await settled();
    expect(openLine).toHaveBeenCalledTimes(1);
    expect([...fake.subscriptions.keys()]).toEqual(['/topic/orders/1', '/topic/orders/2']);
    stopOne();
    expect(fake.calls).toEqual(['connect']);
    stopOther();
    expect(fake.calls).toEqual(['connect', 'close']);
    expect(state()).toBe('idle');
  });

  test('tells the state of the line', async () => {
    const fake = createFakeLine();
    const { shared, state } = open(() => Promise.resolve(fake.line));
    shared.listen('/topic/orders/1', listening);
    expect(state()).toBe('connecting');
    await settled();
    fake.become('catching-up');
    expect(state()).toBe('catching-up');
  });

  test('does not connect when nobody listens any more once its script is there', async () => {
    const fake = createFakeLine();
    const { shared, state } = open(() => Promise.resolve(fake.line));
    shared.listen('/topic/orders/1', listening)();
    await settled();
    expect(fake.calls).toEqual([]);
    expect(state()).toBe('idle');
  });

  test('is offline when its script cannot be loaded, and loads it again when woken', async () => {
    const fake = createFakeLine();
    const openLine = vi
      .fn()
      .mockRejectedValueOnce(new TypeError('no network'))
      .mockResolvedValueOnce(fake.line);
    const { shared, state } = open(openLine);
    shared.listen('/topic/orders/1', listening);
    await settled();
    expect(state()).toBe('offline');
    shared.wake();
    await settled();
    expect(fake.calls).toEqual(['connect']);
  });

  test('asks once its line is there', async () => {
    const fake = createFakeLine();
    const { shared } = open(() => Promise.resolve(fake.line));
    shared.listen('/topic/orders/1', listening);
    const asked = shared.ask('/app/x', { key: 'k' }, 'k');
    await settled();
    expect(fake.asked).toMatchObject([{ destination: '/app/x', body: { key: 'k' }, key: 'k' }]);
    fake.asked[0]?.resolve('yes');
    expect(await asked).toBe('yes');
  });

  test('says that there is no network when its script cannot be loaded', async () => {
    const { shared } = open(() => Promise.reject(new Error('offline')));
    shared.listen('/topic/orders/1', listening);
    await expect(shared.ask('/app/x', {}, 'k')).rejects.toMatchObject({ code: 'network' });
  });

  test('rests while nobody looks, and goes on with the same subscriptions', async () => {
    const fake = createFakeLine();
    const openLine = vi.fn(() => Promise.resolve(fake.line));
    const { shared } = open(openLine);
    shared.listen('/topic/orders/1', listening);
    await settled();
    shared.pause();
    shared.wake();
    expect(fake.calls).toEqual(['connect', 'close', 'connect', 'wake']);
    expect(openLine).toHaveBeenCalledTimes(1);
  });

  test('does not connect what was opened while it rests', async () => {
    const fake = createFakeLine();
    const { shared } = open(() => Promise.resolve(fake.line));
    shared.listen('/topic/orders/1', listening);
    shared.pause();
    await settled();
    expect(fake.calls).toEqual([]);
    shared.wake();
    expect(fake.calls).toEqual(['connect', 'wake']);
  });
});
