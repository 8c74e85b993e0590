import { describe, expect, test } from 'vitest';
import { shallowRef } from 'vue';
import type { Order } from '@carillon/contract';
import { anOrder } from '../../testing/orders.ts';
import { useQueue } from './use-queue.ts';

function queueOf(...ids: number[]) {
  const orders = shallowRef<Order[]>([]);
  const queue = useQueue(() => orders.value);
  const wait = (...waiting: number[]) => (orders.value = waiting.map((id) => anOrder(id)));
  wait(...ids);
  return { queue, wait, shown: () => queue.current.value?.id };
}

describe('the queue of the pop-up', () => {
  test('starts with who waits longest', () => {
    expect(queueOf(1, 2).shown()).toBe(1);
  });

  test('keeps showing an order while others before it are accepted elsewhere', () => {
    const { queue, wait, shown } = queueOf(1, 2, 3);
    queue.index.value = 1;
    wait(2, 3);
    expect([shown(), queue.index.value]).toEqual([2, 0]);
  });

  test('goes on to the one that takes its place when the shown order is accepted', () => {
    const { queue, wait, shown } = queueOf(1, 2, 3);
    queue.index.value = 1;
    wait(1, 3);
    expect(shown()).toBe(3);
    wait(1);
    expect(shown()).toBe(1);
  });

  test('starts at the front again after it was empty', () => {
    const { queue, wait, shown } = queueOf(1, 2);
    queue.index.value = 1;
    wait();
    expect(shown()).toBeUndefined();
    wait(5, 6);
    expect(shown()).toBe(5);
  });
});
