import { randomUUID } from 'node:crypto';
import type {
  CategoryListReply,
  MenuEvent,
  MenuReply,
  OrderReply,
  ProductListReply,
  ProductReply,
  SaveProduct,
  StaffProduct,
  StockReply,
} from '@carillon/contract';
import { sql } from 'kysely';
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../platform/database.ts';
import { testDatabases } from '../testing/databases.ts';
import { openBrowser } from '../testing/test-browser.ts';
import type { TestBrowser } from '../testing/test-browser.ts';
import { openOffice } from '../testing/test-office.ts';
import type { TestOffice } from '../testing/test-office.ts';
import { hireClerk, hireStaff, openTestShop } from '../testing/test-shop.ts';
import type { TestShop } from '../testing/test-shop.ts';

describe.each(testDatabases())('keeping the menu, on %s', (_name, open) => {
  let database: Database;
  let office: TestOffice;
  let shop: TestShop;
  let manager: TestBrowser;
  let categoryId: number;

  beforeAll(async () => {
    database = await open();
    office = await openOffice(database, '2026-11-21T04:00:00.000Z');
  });

  beforeEach(async () => {
    const code = randomUUID().slice(0, 8);
    shop = await openTestShop(database, code);
    const roles = [{ shopId: shop.shopId, role: 'manager' as const }];
    await hireStaff(database, { username: code, name: code, roles });
    manager = await office.logIn(code);
    categoryId = (await listProducts())[0]?.categoryId ?? 0;
  });

  afterAll(async () => office.app.close());

  function path(rest: string): string {
    return `/api/staff/shops/${shop.shopId}/${rest}`;
  }

  async function post(rest: string, body?: object): Promise<LightMyRequestResponse> {
    return manager.post(path(rest), body);
  }

  async function listProducts(): Promise<StaffProduct[]> {
    return (await manager.get(path('products'))).json<ProductListReply>().products;
  }

  async function productOf(name: string): Promise<StaffProduct> {
    const product = (await listProducts()).find((one) => one.name === name);
    if (!product) throw new Error(`no product ${name}`);
    return product;
  }

  async function readMenu(): Promise<MenuReply> {
    const reply = await openBrowser(office.app.http).get(`/api/shops/${shop.shopId}/menu`);
    return reply.json<MenuReply>();
  }

  async function shownNames(): Promise<string[]> {
    return (await readMenu()).categories.flatMap(({ products }) => products.map(({ name }) => name));
  }

  async function placeOrder(lines: object[], totalFen: number, key = 'one'): Promise<LightMyRequestResponse> {
    const buyer = openBrowser(office.app.http);
    await buyer.get(`/api/shops/${shop.shopId}/menu`);
    const address = `/api/shops/${shop.shopId}/orders`;
    return buyer.post(address, { lines, totalFen }, { 'idempotency-key': key });
  }

  async function told(): Promise<MenuEvent[]> {
    const { rows } = await sql<{ payload: MenuEvent }>`
      select payload from journal_entry join journal_destination on id = destination_id
      where name = ${`/topic/shops/${shop.shopId}/menu`} order by seq`.execute(database.db);
    return rows.map(({ payload }) => payload);
  }

  function noodles(given: Partial<SaveProduct> = {}): SaveProduct {
    return {
      ...{ categoryId, name: 'noodles', description: 'by hand', priceFen: 2_000, stock: null, onShelf: true },
      optionGroups: [
        {
          ...{ name: 'size', min: 1, max: 1 },
          choices: [
            { name: 'small', deltaFen: -500 },
            { name: 'large', deltaFen: 700 },
          ],
        },
        {
          ...{ name: 'extras', min: 0, max: 2 },
          choices: ['egg', 'greens', 'beef'].map((name) => ({ name, deltaFen: 300 })),
        },
      ],
      ...given,
    };
  }

  async function saveNoodles(given: Partial<SaveProduct> = {}): Promise<StaffProduct> {
    return (await post('products', noodles(given))).json<ProductReply>().product;
  }

  /** The ids of these choices of a product. */
  function idsOf({ optionGroups }: Pick<StaffProduct, 'optionGroups'>, ...names: string[]): number[] {
    const choices = optionGroups.flatMap((group) => group.choices);
    return names.map((name) => choices.find((choice) => choice.name === name)?.id ?? 0);
  }

  describe('a product', () => {
    test('is added behind the others, and is on the menu at once', async () => {
      const saved = await saveNoodles();
      expect(saved).toMatchObject({ name: 'noodles', version: 1, pictureUrl: '' });
      expect((await shownNames()).at(-1)).toBe('noodles');
      expect(await told()).toMatchObject([{ type: 'menu.changed', shopId: shop.shopId }]);
    });

    test('is changed, and keeps the ids of the options it had', async () => {
      const { optionGroups, version, id } = await saveNoodles();
      const [size] = optionGroups;
      const change = { ...noodles({ priceFen: 2_500 }), version, optionGroups: [size] };
      const changed = (await post(`products/${id}`, change)).json<ProductReply>().product;
      expect(changed).toMatchObject({ priceFen: 2_500, version: 2, optionGroups: [size] });
    });

    test('never gives the id of an option to another', async () => {
      const { optionGroups, version, id } = await saveNoodles();
      const [, extras] = optionGroups;
      const twice = { ...noodles(), version, optionGroups: [extras, { ...extras, name: 'more' }] };
      const changed = (await post(`products/${id}`, twice)).json<ProductReply>().product;
      const ids = changed.optionGroups.flatMap((group) => [group.id, ...group.choices.map((one) => one.id)]);
      expect(new Set(ids).size).toBe(ids.length);
      expect(changed.optionGroups[0]).toEqual(extras);
    });

    test('is not overwritten by who saw an older one', async () => {
      const { version, id } = await saveNoodles();
      await post(`products/${id}`, { ...noodles({ priceFen: 2_500 }), version });
      const late = await post(`products/${id}`, { ...noodles({ priceFen: 9_900 }), version });
      expect([late.statusCode, late.json<unknown>()]).toMatchObject([
        409,
        { error: { code: 'product_changed' } },
      ]);
      expect((await productOf('noodles')).priceFen).toBe(2_500);
    });

    test('of another shop is none', async () => {
      const { id } = await saveNoodles();
      const strangers = `/api/staff/shops/${office.shop.shopId}/products/${id}/shelf`;
      expect((await manager.post(strangers, { onShelf: false })).statusCode).toBe(403);
      expect((await post('products/999999/shelf', { onShelf: false })).json<unknown>()).toMatchObject({
        error: { code: 'product_not_found' },
      });
    });

    test('leaves the menu with the shelf, and cannot be ordered', async () => {
      const { id } = await productOf('rice');
      await post(`products/${id}/shelf`, { onShelf: false });
      expect(await shownNames()).not.toContain('rice');
      const refused = await placeOrder([{ productId: id, quantity: 1 }], 200);
      expect(refused.json<unknown>()).toMatchObject({ error: { code: 'product_off_shelf' } });
    });

    test('is removed without its orders', async () => {
      const { id } = await productOf('rice');
      const { order } = (await placeOrder([{ productId: id, quantity: 2 }], 400)).json<OrderReply>();
      expect((await post(`products/${id}/remove`)).statusCode).toBe(204);
      const { rows } = await sql<{ name: string }>`
        select name from order_line where order_id = ${order.id}`.execute(database.db);
      expect(rows).toEqual([{ name: 'rice' }]);
      expect((await post(`products/${id}/remove`)).statusCode).toBe(404);
    });

    test.each([
      ['a price below zero with some choices', { priceFen: 400 }, 'options_below_zero'],
      ['a category of nobody', { categoryId: 999_999 }, 'category_not_found'],
      ['a picture of nobody', { pictureId: 'a'.repeat(64) }, 'picture_unknown'],
    ])('is refused with %s', async (_what, given, code) => {
      expect((await post('products', noodles(given))).json<unknown>()).toMatchObject({ error: { code } });
      expect(await told()).toEqual([]);
    });
  });

  describe('options', () => {
    test('are priced here, and copied onto the order', async () => {
      const product = await saveNoodles();
      const choiceIds = idsOf(product, 'egg', 'large');
      const placed = await placeOrder([{ productId: product.id, quantity: 2, choiceIds }], 6_000);
      expect(placed.json<OrderReply>().order.lines).toEqual([
        {
          ...{ productId: product.id, name: 'noodles', quantity: 2, unitPriceFen: 3_000, amountFen: 6_000 },
          choices: [
            { group: 'size', name: 'large', deltaFen: 700 },
            { group: 'extras', name: 'egg', deltaFen: 300 },
          ],
        },
      ]);
    });

    test('make lines of their own, of which the same come together', async () => {
      const product = await saveNoodles({ stock: 4 });
      const [small, large, egg, beef] = idsOf(product, 'small', 'large', 'egg', 'beef');
      const line = (quantity: number, ...choiceIds: unknown[]) => ({
        productId: product.id,
        quantity,
        choiceIds,
      });
      const lines = [line(1, small), line(1, large, egg, beef), line(1, beef, large, egg)];
      const placed = await placeOrder(lines, 1_500 + 2 * 3_300);
      expect(placed.json<OrderReply>().order.lines).toMatchObject([{ quantity: 1 }, { quantity: 2 }]);
      expect((await productOf('noodles')).stock).toBe(1);
      const short = await placeOrder(lines, 1_500 + 2 * 3_300, 'two');
      expect(short.json<unknown>()).toMatchObject({
        error: { code: 'sold_out', details: { products: [{ productId: product.id, left: 1 }] } },
      });
    });

    test.each([
      ['when none is chosen that must be', []],
      ['when two are chosen of which one may be', ['small', 'large']],
      ['when more are chosen than may be', ['small', 'egg', 'greens', 'beef']],
    ])('are refused %s', async (_when, names) => {
      const product = await saveNoodles();
      const choiceIds = idsOf(product, ...names);
      const refused = await placeOrder([{ productId: product.id, quantity: 1, choiceIds }], 2_000);
      expect(refused.json<unknown>()).toMatchObject({ error: { code: 'choices_refused' } });
    });

    test('are part of what an idempotency key stands for', async () => {
      const product = await saveNoodles();
      const buyer = openBrowser(office.app.http);
      await buyer.get(`/api/shops/${shop.shopId}/menu`);
      const place = async (...names: string[]) => {
        const choiceIds = idsOf(product, ...names);
        const body = { lines: [{ productId: product.id, quantity: 1, choiceIds }], totalFen: 3_000 };
        return buyer.post(`/api/shops/${shop.shopId}/orders`, body, { 'idempotency-key': 'same' });
      };
      const first = (await place('large', 'egg')).json<OrderReply>().order.id;
      expect((await place('egg', 'large')).json<OrderReply>().order.id).toBe(first);
      expect((await place('large', 'beef')).json<unknown>()).toMatchObject({
        error: { code: 'idempotency_key_reused' },
      });
    });
  });

  describe('stock', () => {
    test('says what it replaced, and is told to who reads the menu', async () => {
      const { id } = await productOf('fish');
      await placeOrder([{ productId: id, quantity: 2 }], 11_600);
      const reply = (await post(`products/${id}/stock`, { stock: 50 })).json<StockReply>();
      expect([reply.replaced, reply.product.stock]).toEqual([10, 50]);
      const unlimited = (await post(`products/${id}/stock`, { stock: null })).json<StockReply>();
      expect([unlimited.replaced, unlimited.product.stock]).toEqual([50, null]);
    });

    test('that is set while orders take from it loses none of them', async () => {
      const { id } = await productOf('fish');
      const orders = Array.from({ length: 4 }, async (_, index) =>
        placeOrder([{ productId: id, quantity: 1 }], 5_800, `key-${index}`),
      );
      const [set] = await Promise.all([post(`products/${id}/stock`, { stock: 100 }), ...orders]);
      const { replaced } = set.json<StockReply>();
      // What was taken before was taken of the 12, the rest of the 100.
      const takenBefore = 12 - (replaced ?? 0);
      expect((await productOf('fish')).stock).toBe(100 - (4 - takenBefore));
    });

    test('is told when few are left, when none is, and when some are again', async () => {
      const { id } = await productOf('duck');
      const first = await placeOrder([{ productId: id, quantity: 2 }], 6_000);
      await placeOrder([{ productId: id, quantity: 1 }], 3_000, 'two');
      await placeOrder([{ productId: (await productOf('fish')).id, quantity: 1 }], 5_800, 'three');
      const { order } = first.json<OrderReply>();
      office.context.advance(16 * 60_000);
      expect(await told()).toMatchObject([
        { type: 'menu.stock', products: [{ productId: id, stock: 1 }] },
        { type: 'menu.stock', products: [{ productId: id, stock: 0 }] },
      ]);
      expect(order.status).toBe('pending_payment');
    });
  });

  describe('a category', () => {
    const list = async (reply: Promise<LightMyRequestResponse>) =>
      (await reply).json<CategoryListReply>().categories;

    test('is added, renamed, sorted and removed', async () => {
      const [all, drinks] = await list(post('categories', { name: 'drinks' }));
      if (!all || !drinks) throw new Error('a category is missing');
      expect(drinks.name).toBe('drinks');
      const sorted = await list(post('categories/sort', { categoryIds: [drinks.id, all.id] }));
      expect(sorted.map(({ id }) => id)).toEqual([drinks.id, all.id]);
      expect(await list(post(`categories/${drinks.id}`, { name: 'tea' }))).toMatchObject([
        { name: 'tea' },
        {},
      ]);
      expect(await list(post(`categories/${drinks.id}/remove`))).toEqual([all]);
    });

    test('shows its products as they were sorted', async () => {
      const ids = (await listProducts()).map(({ id }) => id).reverse();
      const sorted = (
        await post(`categories/${categoryId}/sort`, { productIds: ids })
      ).json<ProductListReply>();
      expect(sorted.products.map(({ id }) => id)).toEqual(ids);
      const outdated = await post(`categories/${categoryId}/sort`, { productIds: ids.slice(1) });
      expect(outdated.json<unknown>()).toMatchObject({ error: { code: 'sorting_outdated' } });
    });

    test('is sorted while its dishes are ordered, without one waiting for the other for good', async () => {
      const [fish, duck] = [await productOf('fish'), await productOf('duck')];
      // What was changed last is found last: the dishes do not lie in the order of their ids any more.
      for (const { id } of [duck, fish]) await post(`products/${id}/stock`, { stock: 1_000 });
      const lines = [fish, duck].map(({ id }) => ({ productId: id, quantity: 1 }));
      const ids = (await listProducts()).map(({ id }) => id);
      const replies = await Promise.all(
        Array.from({ length: 20 }, (_, index) => [
          placeOrder(lines, 8_800, `key-${index}`),
          post(`categories/${categoryId}/sort`, { productIds: ids }),
        ]).flat(),
      );
      expect(new Set(replies.map(({ statusCode }) => statusCode))).toEqual(new Set([200]));
    });

    test('with products in it stays', async () => {
      const refused = await post(`categories/${categoryId}/remove`);
      expect(refused.json<unknown>()).toMatchObject({
        error: { code: 'category_not_empty', details: { products: 5 } },
      });
    });

    test.each([
      ['a name that another has', 'categories', { name: 'All' }, 'category_name_taken'],
      ['an order that is not of all', 'categories/sort', { categoryIds: [1, 2] }, 'sorting_outdated'],
    ])('is refused %s', async (_what, rest, body, code) => {
      expect((await post(rest, body)).json<unknown>()).toMatchObject({ error: { code } });
    });
  });

  test('clerks set shelf and stock, and nothing else', async () => {
    await hireClerk(database, { shopId: shop.shopId, username: `clerk-${shop.shopId}` });
    const clerk = await office.logIn(`clerk-${shop.shopId}`);
    const { id } = await productOf('rice');
    expect((await clerk.post(path(`products/${id}/stock`), { stock: 3 })).statusCode).toBe(200);
    expect((await clerk.post(path('products'), noodles())).statusCode).toBe(403);
    expect((await clerk.post(path('tables'), { name: 'x' })).statusCode).toBe(403);
  });
});
