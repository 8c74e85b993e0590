import { expect, test } from 'vitest';
import { OrderHeap } from './order-heap.ts';

test.each([0, 1, 2, 3, 10, 257])('gives back %i items from the lowest on, whatever came when', (count) => {
  const heap = new OrderHeap<{ order: number }>();
  // A step without a common divisor visits every number once, in no order.
  const orders = Array.from({ length: count }, (_, index) => (index * 7919) % Math.max(count, 1));
  for (const order of orders) heap.push({ order });
  expect(heap.size).toBe(count);
  const given: number[] = [];
  for (let item = heap.pop(); item; item = heap.pop()) given.push(item.order);
  expect(given).toEqual(orders.toSorted((one, other) => one - other));
  expect(heap.size).toBe(0);
});

test('takes what comes between', () => {
  const heap = new OrderHeap<{ order: number }>();
  for (const order of [5, 3, 9]) heap.push({ order });
  expect(heap.pop()?.order).toBe(3);
  for (const order of [4, 1]) heap.push({ order });
  expect([heap.pop(), heap.pop(), heap.pop(), heap.pop(), heap.pop()].map((item) => item?.order)).toEqual([
    1,
    4,
    5,
    9,
    undefined,
  ]);
});
