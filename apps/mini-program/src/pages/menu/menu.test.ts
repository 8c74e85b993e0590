import { createCartMemory } from '@carillon/buyer';
import { createFakeMemory, fakeApi, makeMenu, makeProduct } from '@carillon/buyer/testing';
import { shopMenuDestination } from '@carillon/contract';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { loadAlone, makeShopLine } from '../../testing/alone.ts';
import type { LonePage } from '../../testing/alone.ts';

const parts = vi.hoisted((): Record<string, unknown> => ({}));
vi.mock('../../lib/parts.ts', () => parts);

const PLACE = '1.counter';
const NOODLES = makeProduct({ id: 1, stock: 5 });
const { line, far } = makeShopLine();
const carts = createCartMemory(createFakeMemory());
const api = fakeApi({ readMenu: () => Promise.resolve(makeMenu(NOODLES)) });
Object.assign(parts, { api, line, carts, serverUrl: 'https://shop.example' });

describe('the page of a menu', () => {
  let open: Awaited<ReturnType<typeof loadAlone>>;
  let page: LonePage;

  beforeAll(async () => {
    open = await loadAlone(() => import('./menu.ts'));
  });

  beforeEach(async () => {
    carts.remember(PLACE, []);
    page = open({ shop: '1' });
    await vi.waitFor(() => expect(far.subscriptions.has(shopMenuDestination(1))).toBe(true));
    return () => page.close();
  });

  const tellStock = (left: number) =>
    far.deliver(shopMenuDestination(1), 6 - left, {
      ...{ type: 'menu.stock', at: '2026-11-22T04:00:00.000Z' },
      products: [{ productId: 1, stock: left }],
    });

  test('leaves what the checkout ordered out of the cart, whatever is told of the menu below it', () => {
    page.act('add', { product: 1 });
    expect(page.data).toMatchObject({ cart: { count: 1 }, quantities: { 1: 1 } });
    // The checkout, on top of this page, placed the order: the stock is told to be less for that very reason.
    carts.remember(PLACE, []);
    tellStock(4);
    expect(page.data.cart).toMatchObject({ count: 0 });
    expect(carts.recall(PLACE)).toEqual([]);
  });

  test('is put on the screen once for each thing that is told, and once for each tap', () => {
    const before = page.paints();
    tellStock(3);
    page.act('add', { product: 1 });
    expect(page.paints() - before).toBe(2);
  });
});
