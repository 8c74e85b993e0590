import type { ShopHearing } from '@carillon/contract';
import { expect, onTestFinished, test } from 'vitest';
import { effectScope } from 'vue';
import { createFakeLine } from '../../testing/fake-line.ts';
import { useShopHearing } from './use-shop-hearing.ts';

const AT = '2026-11-21T02:00:00.000Z';

test('whether the shop can be rung is asked for, and follows what is told', () => {
  const line = createFakeLine();
  const scope = effectScope();
  onTestFinished(() => scope.stop());
  const deafSince = scope.run(() => useShopHearing(7, line));
  const tell = (prefix: string, payload: ShopHearing) =>
    line.subscriptions
      .find(({ destination }) => destination === `${prefix}/shops/7/hearing`)
      ?.onMessage({ replayed: false, json: () => payload });
  expect(deafSince?.value).toBeUndefined();
  tell('/app', { deafSince: AT });
  expect(deafSince?.value).toBe(AT);
  tell('/topic', { deafSince: null });
  expect(deafSince?.value).toBeUndefined();
});
