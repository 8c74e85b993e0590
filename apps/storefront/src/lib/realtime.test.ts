import { flushPromises } from '@vue/test-utils';
import { describe, expect, test, vi } from 'vitest';
import { createFakeLine } from '../testing/fake-line.ts';
import { createRealtime } from './realtime.ts';

const listening = {
  after: 3,
  onMessage: () => undefined,
  onRecovery: () => undefined,
  onRefused: () => undefined,
};

describe('createRealtime', () => {
  test('opens one line for all who listen and closes it after the last', async () => {
    const fake = createFakeLine();
    const openLine = vi.fn(() => Promise.resolve(fake.line));
    const realtime = createRealtime(openLine);
    const stopOne = realtime.listen('/topic/orders/1', listening);
    const stopOther = realtime.listen('/topic/orders/2', listening);
    await flushPromises();
    expect(openLine).toHaveBeenCalledTimes(1);
    expect([...fake.subscriptions.keys()]).toEqual(['/topic/orders/1', '/topic/orders/2']);
    stopOne();
    expect(fake.calls).toEqual(['connect']);
    stopOther();
    expect(fake.calls).toEqual(['connect', 'close']);
    expect(realtime.state.value).toBe('idle');
  });

  test('tells the state of the line', async () => {
    const fake = createFakeLine();
    const realtime = createRealtime(() => Promise.resolve(fake.line));
    realtime.listen('/topic/orders/1', listening);
    expect(realtime.state.value).toBe('connecting');
    await flushPromises();
    fake.become('catching-up');
    expect(realtime.state.value).toBe('catching-up');
  });

  test('does not connect when nobody listens any more once its script is there', async () => {
    const fake = createFakeLine();
    const realtime = createRealtime(() => Promise.resolve(fake.line));
    realtime.listen('/topic/orders/1', listening)();
    await flushPromises();
    expect(fake.calls).toEqual([]);
    expect(realtime.state.value).toBe('idle');
  });

  test('is offline when its script cannot be loaded, and loads it again when woken', async () => {
    const fake = createFakeLine();
    const openLine = vi
      .fn()
      .mockRejectedValueOnce(new TypeError('no network'))
      .mockResolvedValueOnce(fake.line);
    const realtime = createRealtime(openLine);
    realtime.listen('/topic/orders/1', listening);
    await flushPromises();
    expect(realtime.state.value).toBe('offline');
    realtime.wake();
    await flushPromises();
    expect(fake.calls).toEqual(['connect']);
  });

  test('asks once its line is there', async () => {
    const fake = createFakeLine();
    const realtime = createRealtime(() => Promise.resolve(fake.line));
    realtime.listen('/topic/orders/1', listening);
    const asked = realtime.ask('/app/x', { key: 'k' }, 'k');
    await flushPromises();
    expect(fake.asked).toMatchObject([{ destination: '/app/x', body: { key: 'k' }, key: 'k' }]);
    fake.asked[0]?.resolve('yes');
    expect(await asked).toBe('yes');
  });

  test('says that there is no network when its script cannot be loaded', async () => {
    const realtime = createRealtime(() => Promise.reject(new Error('offline')));
    realtime.listen('/topic/orders/1', listening);
    await expect(realtime.ask('/app/x', {}, 'k')).rejects.toMatchObject({ code: 'network' });
  });
});
