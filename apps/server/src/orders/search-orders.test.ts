import type { OrderSearchReply } from '@carillon/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../platform/database.ts';
import { testDatabases } from '../testing/databases.ts';
import { makeApp } from '../testing/test-app.ts';
import type { TestApp } from '../testing/test-app.ts';
import { openBrowser } from '../testing/test-browser.ts';
import type { TestBrowser } from '../testing/test-browser.ts';
import { makeContext } from '../testing/test-context.ts';
import { hireClerk, openTestShop } from '../testing/test-shop.ts';
import { makeOrder } from './testing/make-order.ts';

const DAY_MS = 24 * 60 * 60_000;

describe.each(testDatabases())('the orders of a shop, searched on %s', (_name, open) => {
  let database: Database;
  let app: TestApp;
  let clerk: TestBrowser;
  let shopId: number;
  /** What the tests call the orders, by their ids. */
  let names: Map<number, string>;

  beforeAll(async () => {
    database = await open();
    const context = makeContext(database);
    app = await makeApp(context);
    const shop = await openTestShop(database, 'search');
    ({ shopId } = shop);

    const of = { shopId, productId: shop.products.duck };
    names = new Map();
    const make = async (name: string, parts: Omit<Parameters<typeof makeOrder>[1], keyof typeof of>) =>
      names.set(await makeOrder(context, { ...of, ...parts }), name);
    await make('done', { status: 'completed', fulfilment: 'table', tableName: '8号桌' });
    await make('called off', { status: 'cancelled', remark: '100%_不要香菜' });
    context.advance(DAY_MS);
    await make('unpaid', { status: 'pending_payment' });
    await make('sent', { status: 'delivering', fulfilment: 'delivery' });
    await make('waits', { status: 'paid', fulfilment: 'table', tableName: '18号桌' });
    await make('ready', { status: 'ready' });
    const other = await openTestShop(database, 'other');
    await makeOrder(context, { shopId: other.shopId, productId: other.products.duck });
    await hireClerk(database, { shopId, username: 'zhou' });
    clerk = openBrowser(app.http);
    await clerk.post('/api/staff/login', { username: 'zhou', password: 'ring-ring' });
  });

  afterAll(async () => {
    await app.close();
  });

  async function ask(query: Record<string, string>): Promise<string[]> {
    const reply = await clerk.get(
      `/api/staff/shops/${shopId}/orders/search?${new URLSearchParams(query).toString()}`,
    );
    return reply.json<OrderSearchReply>().orders.map(({ id }) => names.get(id) ?? 'another shop’s');
  }

  test('come with the newest first, without those that nobody paid', async () => {
    expect(await ask({})).toEqual(['ready', 'waits', 'sent', 'called off', 'done']);
  });

  test.each([
    ['waiting', ['waits']],
    ['making', []],
    ['leaving', ['ready', 'sent']],
    ['completed', ['done']],
    ['cancelled', ['called off']],
    ['refunded', []],
    ['unpaid', ['unpaid']],
  ] as const)('are chosen by how they stand: %s', async (only, found) => {
    expect(await ask({ only })).toEqual(found);
  });

  test.each([
    ['the number that was called out', { search: '#002' }, ['sent', 'called off']],
    ['any number that has the digits', { search: '8' }, ['waits', 'done']],
    ['the table', { search: '18号' }, ['waits']],
    ['the table, by its whole name', { table: '8号桌' }, ['done']],
    ['a dish, whatever its letters', { search: 'DUCK' }, ['ready', 'waits', 'sent', 'called off', 'done']],
    ['a remark, taken literally', { search: '100%_不' }, ['called off']],
    ['a telephone number, with or without blanks', { search: '138 0000' }, ['sent']],
    ['who receives it', { search: '李雷' }, ['sent']],
    ['where it goes', { search: '桂花巷' }, ['sent']],
    ['nothing that is there', { search: '\\' }, []],
    ['how it is handed over', { fulfilment: 'delivery' }, ['sent']],
    ['the first day', { to: '2026-11-21' }, ['called off', 'done']],
    ['the second day', { from: '2026-11-22', to: '2026-11-22' }, ['ready', 'waits', 'sent']],
    ['what they cost', { minFen: '3001' }, []],
    ['what they cost at most', { maxFen: '3000', only: 'completed' }, ['done']],
  ])('are found by %s', async (_by, query, found) => {
    expect(await ask(query)).toEqual(found);
  });

  test('come by pages that neither overlap nor leave one out', async () => {
    const context = makeContext(database);
    const { shopId: other, products } = await openTestShop(database, 'many');
    await hireClerk(database, { shopId: other, username: 'many' });
    const browser = openBrowser(app.http);
    await browser.post('/api/staff/login', { username: 'many', password: 'ring-ring' });
    const made: number[] = [];
    for (let count = 0; count < 31; count += 1) {
      made.push(await makeOrder(context, { shopId: other, productId: products.duck }));
    }
    const read = async (before?: number | null): Promise<OrderSearchReply> => {
      const query = before ? `?before=${before}` : '';
      return (await browser.get(`/api/staff/shops/${other}/orders/search${query}`)).json<OrderSearchReply>();
    };
    const first = await read();
    const second = await read(first.next);
    expect(second.next).toBeNull();
    expect([...first.orders, ...second.orders].map(({ id }) => id)).toEqual(made.toReversed());
  });

  test('are for staff of the shop alone, and for questions that make sense', async () => {
    const path = `/api/staff/shops/${shopId}/orders/search`;
    expect((await openBrowser(app.http).get(path)).statusCode).toBe(401);
    expect((await clerk.get(`/api/staff/shops/${shopId + 1}/orders/search`)).statusCode).toBe(403);
    for (const query of [
      'only=all',
      'from=2026-02-30',
      'minFen=-1',
      'before=0',
      `search=${'x'.repeat(65)}`,
    ]) {
      expect([query, (await clerk.get(`${path}?${query}`)).statusCode]).toEqual([query, 400]);
    }
  });
});
