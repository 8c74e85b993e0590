import type { Order } from '@carillon/contract';
import { flushPromises } from '@vue/test-utils';
import { afterEach, expect, test, vi } from 'vitest';
import { effectScope, shallowRef } from 'vue';
import { createFakeApi, refusal } from '../../testing/fake-api.ts';
import { anOrder } from '../../testing/orders.ts';
import { useMissingOrders } from './use-missing-orders.ts';

const scope = effectScope();
afterEach(() => scope.stop());

test('orders that are wanted and not on the board are put there, each asked for once', async () => {
  const readOrder = vi.fn((options: unknown) => {
    const { params } = options as { params: { orderId: number } };
    return params.orderId === 3
      ? Promise.reject(refusal(0, 'network'))
      : Promise.resolve({ order: anOrder(params.orderId), seq: 0 });
  });
  const wanted = shallowRef<readonly number[]>([1, 2]);
  const known = shallowRef<ReadonlyMap<number, Order>>();
  const put = (order: Order) => void (known.value = new Map(known.value).set(order.id, order));
  const { api } = createFakeApi({ readOrder });
  scope.run(() => useMissingOrders({ api, put, wanted: () => wanted.value, known: () => known.value }));
  expect(readOrder).not.toHaveBeenCalled();

  known.value = new Map([[1, anOrder(1)]]);
  await flushPromises();
  expect([...known.value.keys()]).toEqual([1, 2]);
  wanted.value = [1, 2, 3];
  await flushPromises();
  expect(readOrder).toHaveBeenCalledTimes(2);
  // What failed is tried again with the next news.
  wanted.value = [3];
  await flushPromises();
  expect(readOrder).toHaveBeenCalledTimes(3);
});
