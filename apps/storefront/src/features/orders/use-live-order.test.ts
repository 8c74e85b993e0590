import { createFakeLine, fakeApi, makeEvent, makeOrder, refusalOf } from '@carillon/buyer/testing';
import { flushPromises } from '@vue/test-utils';
import { createApp, effectScope } from 'vue';
import type { EffectScope } from 'vue';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { apiKey } from '../../lib/api.ts';
import { createRealtime, realtimeKey } from '../../lib/realtime.ts';
import { ASK_EVERY_MS } from '../../lib/ask-every-ms.ts';
import { useLiveOrder } from './use-live-order.ts';

const destination = '/topic/orders/7';
const waiting = makeOrder();
const paid = makeOrder({ status: 'paid' });
const accepted = makeOrder({ status: 'accepted' });
let scope: EffectScope;

beforeEach(() => {
  scope = effectScope();
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
});
afterEach(() => {
  scope.stop();
  vi.useRealTimers();
});

async function follow(readOrder = vi.fn(() => Promise.resolve({ order: waiting, seq: 3 }))) {
  const fake = createFakeLine();
  const app = createApp({});
  app.provide(apiKey, fakeApi({ readOrder }));
  app.provide(
    realtimeKey,
    createRealtime(() => Promise.resolve(fake.line)),
  );
  const live = app.runWithContext(() => scope.run(() => useLiveOrder(7)));
  if (!live) throw new Error('the scope was stopped');
  await flushPromises();
  return { live, fake, readOrder };
}

describe('useLiveOrder', () => {
  test('listens from where the answer of the server ends', async () => {
    const { fake } = await follow();
    expect(fake.subscriptions.get(destination)?.after).toBe(3);
  });

  test('moves with the journal', async () => {
    const { live, fake } = await follow();
    fake.deliver(destination, 4, makeEvent('order.paid', paid));
    expect(live.order.value?.status).toBe('paid');
  });

  test('goes back for no old message', async () => {
    const { live, fake } = await follow();
    fake.deliver(destination, 5, makeEvent('order.accepted', accepted));
    fake.deliver(destination, 4, makeEvent('order.paid', paid));
    expect(live.order.value?.status).toBe('accepted');
  });

  test('goes back for no answer that was overtaken by the journal', async () => {
    const { live, fake } = await follow();
    fake.deliver(destination, 4, makeEvent('order.paid', paid));
    await live.reload();
    expect(live.order.value?.status).toBe('paid');
  });

  test('reads the order anew when the journal cannot tell what was missed', async () => {
    const readOrder = vi
      .fn()
      .mockResolvedValueOnce({ order: waiting, seq: 9 })
      .mockResolvedValueOnce({ order: accepted, seq: 2 });
    const { live, fake } = await follow(readOrder);
    fake.recover(destination, false);
    await flushPromises();
    expect(live.order.value?.status).toBe('accepted');
    fake.deliver(destination, 3, makeEvent('order.completed', makeOrder({ status: 'completed' })));
    expect(live.order.value?.status).toBe('completed');
  });

  test('asks while the line is down, and no longer once it stands', async () => {
    const { fake, readOrder } = await follow();
    fake.become('offline');
    await vi.advanceTimersByTimeAsync(2 * ASK_EVERY_MS);
    expect(readOrder).toHaveBeenCalledTimes(3);
    fake.become('online');
    await vi.advanceTimersByTimeAsync(2 * ASK_EVERY_MS);
    expect(readOrder).toHaveBeenCalledTimes(3);
  });

  test('asks when the server does not let it listen', async () => {
    const { live, fake, readOrder } = await follow();
    fake.become('online');
    fake.refuse(destination);
    for (const state of ['offline', 'connecting', 'online']) fake.become(state);
    expect(live.line.value).toBe('refused');
    await vi.advanceTimersByTimeAsync(ASK_EVERY_MS);
    expect(readOrder).toHaveBeenCalledTimes(2);
  });

  test('says why there is nothing to show', async () => {
    const { live, fake } = await follow(vi.fn(() => Promise.reject(refusalOf(404, 'order_not_found'))));
    expect(live.error.value).toMatchObject({ code: 'order_not_found' });
    expect(fake.subscriptions.size).toBe(0);
  });

  test('hangs up when nobody looks any more', async () => {
    const { fake } = await follow();
    scope.stop();
    expect(fake.calls).toEqual(['connect', 'close']);
  });
});
