import { describe, expect, test } from 'vitest';
import { anOrder } from '../../testing/orders.ts';
import { summarise } from './catch-up.ts';

describe('summarise', () => {
  test('names the orders that came meanwhile, once each, in the order they were paid', () => {
    const summary = summarise([anOrder(1)], [anOrder(3), anOrder(1), anOrder(2)], 130_000);
    expect(summary?.newOrders.map(({ number }) => number)).toEqual(['002', '003']);
    expect(summary?.offlineMs).toBe(130_000);
  });

  test('counts orders that others moved on', () => {
    const summary = summarise(
      [anOrder(1), anOrder(2)],
      [anOrder(1, { status: 'accepted' }), anOrder(2)],
      5000,
    );
    expect(summary).toMatchObject({ newOrders: [], movedCount: 1 });
  });

  test('names an order that came and was accepted elsewhere', () => {
    expect(summarise([], [anOrder(2, { status: 'accepted' })], 5000)?.newOrders).toHaveLength(1);
  });

  test('says so when nothing came in a longer while', () => {
    expect(summarise([anOrder(1)], [anOrder(1)], 60_000)).toMatchObject({ newOrders: [], movedCount: 0 });
  });

  test('has nothing to tell of a blink that brought nothing', () => {
    expect(summarise([anOrder(1)], [anOrder(1)], 800)).toBeUndefined();
  });

  test('tells of a blink that brought an order', () => {
    expect(summarise([], [anOrder(1)], 800)?.newOrders).toHaveLength(1);
  });
});
