import { createFakeLine } from '@carillon/buyer/testing';
import { flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createApp, effectScope } from 'vue';
import type { EffectScope } from 'vue';
import { createRealtime, realtimeKey } from './realtime.ts';
import { useShopOnline } from './use-shop-online.ts';

let scope: EffectScope;
beforeEach(() => (scope = effectScope()));
afterEach(() => scope.stop());

async function follow() {
  const fake = createFakeLine();
  const app = createApp({});
  app.provide(
    realtimeKey,
    createRealtime(() => Promise.resolve(fake.line)),
  );
  const online = app.runWithContext(() => scope.run(() => useShopOnline(7)));
  await flushPromises();
  fake.become('online');
  const say = (prefix: string, isOnline: boolean) =>
    fake.deliver(`${prefix}/shops/7/presence`, undefined, { online: isOnline });
  return { fake, online: () => online?.value, say };
}

describe('whether a shop is online', () => {
  test('is not known before the server says so', async () => {
    const { online } = await follow();
    expect(online()).toBeUndefined();
  });

  test('is asked after changes are wanted, so that none falls between', async () => {
    const { fake } = await follow();
    expect([...fake.subscriptions.keys()]).toEqual(['/topic/shops/7/presence', '/app/shops/7/presence']);
  });

  test('is as it was told last', async () => {
    const { online, say } = await follow();
    say('/app', false);
    expect(online()).toBe(false);
    say('/topic', true);
    expect(online()).toBe(true);
  });

  test('is not known without a line', async () => {
    const { fake, online, say } = await follow();
    say('/app', true);
    fake.become('offline');
    expect(online()).toBeUndefined();
    fake.become('online');
    expect(online()).toBe(true);
  });
});
