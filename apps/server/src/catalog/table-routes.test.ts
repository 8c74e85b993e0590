import type { SavedTableReply, TableListReply } from '@carillon/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabases } from '../testing/databases.ts';
import { openBrowser } from '../testing/test-browser.ts';
import { openOffice } from '../testing/test-office.ts';
import type { TestOffice } from '../testing/test-office.ts';

describe.each(testDatabases())('the tables of a shop, on %s', (_name, open) => {
  let office: TestOffice;

  beforeAll(async () => {
    const database = await open();
    office = await openOffice(database, '2026-11-21T04:00:00.000Z');
  });

  afterAll(async () => office.app.close());

  const post = async (rest: string, body?: object) => office.manager().post(office.path(rest), body);
  const scan = async (code: string) => openBrowser(office.app.http).get(`/api/tables/${code}`);

  async function save(name: string): Promise<SavedTableReply['table']> {
    return (await post('tables', { name })).json<SavedTableReply>().table;
  }

  test('are added behind the others, each with a code that nobody guesses', async () => {
    const { code } = await save('二号桌');
    expect(code).toMatch(/^[\w-]{16}$/);
    const { tables } = (await office.manager().get(office.path('tables'))).json<TableListReply>();
    expect(tables.map(({ name }) => name)).toEqual(['一号桌', '二号桌']);
    expect((await scan(code)).json<unknown>()).toMatchObject({ table: { name: '二号桌' } });
  });

  test('are renamed without a new code', async () => {
    const { code } = await save('三号桌');
    await post(`tables/${code}`, { name: '大包间' });
    expect((await scan(code)).json<unknown>()).toMatchObject({ table: { name: '大包间' } });
  });

  test('get a new code, and the old one leads nowhere', async () => {
    const { code } = await save('四号桌');
    const renewed = (await post(`tables/${code}/renew`)).json<SavedTableReply>().table;
    expect((await scan(renewed.code)).statusCode).toBe(200);
    expect((await scan(code)).json<unknown>()).toMatchObject({ error: { code: 'table_not_found' } });
  });

  test('are removed, and their orders keep their name', async () => {
    const { code } = await save('五号桌');
    const { order } = await office.orderPaid(1, { tableCode: code });
    expect((await post(`tables/${code}/remove`)).statusCode).toBe(204);
    expect((await scan(code)).statusCode).toBe(404);
    expect(order.tableName).toBe('五号桌');
  });

  test.each([
    ['a name that another has', 'tables', { name: '一号桌' }, 'table_name_taken'],
    ['a code of nobody', 'tables/nobody-has-it/renew', undefined, 'table_not_found'],
  ])('are refused %s', async (_what, rest, body, code) => {
    expect((await post(rest, body)).json<unknown>()).toMatchObject({ error: { code } });
  });
});
