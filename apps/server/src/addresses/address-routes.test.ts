import type { Address, AddressListReply, AddressReply, Contact } from '@carillon/contract';
import { MAX_ADDRESSES } from '@carillon/contract';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../platform/database.ts';
import { emptyTables, testDatabases } from '../testing/databases.ts';
import { makeApp } from '../testing/test-app.ts';
import type { TestApp } from '../testing/test-app.ts';
import { openBrowser } from '../testing/test-browser.ts';
import type { TestBrowser } from '../testing/test-browser.ts';
import { makeContext } from '../testing/test-context.ts';
import type { TestContext } from '../testing/test-context.ts';
import { HOME } from '../testing/test-contact.ts';

const WORK: Contact = { ...HOME, address: '天府大道 1 号 2 栋 301' };

describe.each(testDatabases())('a buyer’s address book, on %s', (_name, open) => {
  let database: Database;
  let context: TestContext;
  let app: TestApp;
  let buyer: TestBrowser;

  beforeAll(async () => {
    database = await open();
  });

  beforeEach(async () => {
    await emptyTables(database);
    context = makeContext(database);
    app = await makeApp(context);
    buyer = openBrowser(app.http);
    await save(HOME);
  });

  afterEach(async () => {
    await app.close();
  });

  async function save(contact: Contact, browser = buyer): Promise<Address> {
    context.advance(1_000);
    return (await browser.post('/api/addresses', contact)).json<AddressReply>().address;
  }

  async function list(browser = buyer): Promise<Address[]> {
    return (await browser.get('/api/addresses')).json<AddressListReply>().addresses;
  }

  test('begins with the first address that a browser saves, and is its own', async () => {
    expect(await list()).toMatchObject([HOME]);
    expect(await list(openBrowser(app.http))).toEqual([]);
  });

  test('shows the last saved first', async () => {
    await save(WORK);
    expect((await list()).map(({ address }) => address)).toEqual([WORK.address, HOME.address]);
  });

  test('keeps the same address once, as the last used', async () => {
    await save(WORK);
    const again = await save(HOME);
    expect(await list()).toMatchObject([{ id: again.id, ...HOME }, WORK]);
  });

  test('changes and removes an address', async () => {
    const { id } = await save(WORK);
    const changed = await buyer.post(`/api/addresses/${id}`, { ...WORK, name: ' 韩梅梅 ' });
    expect(changed.json()).toEqual({ address: { ...WORK, id, name: '韩梅梅' } });
    expect(await list()).toMatchObject([{ name: '韩梅梅' }, HOME]);
    expect((await buyer.post(`/api/addresses/${id}/remove`)).statusCode).toBe(204);
    expect(await list()).toMatchObject([HOME]);
  });

  test('is nobody else’s: to them its addresses are not there', async () => {
    const [mine] = await list();
    const met = openBrowser(app.http);
    await save(WORK, met);
    for (const stranger of [met, openBrowser(app.http)]) {
      for (const path of [`/api/addresses/${mine?.id}`, `/api/addresses/${mine?.id}/remove`]) {
        const refusal = await stranger.post(path, WORK);
        expect(refusal.statusCode).toBe(404);
        expect(refusal.json()).toMatchObject({ error: { code: 'address_not_found' } });
      }
    }
    expect(await list()).toMatchObject([HOME]);
  });

  test('holds twenty addresses, however many are saved at once', async () => {
    const wanted = Array.from({ length: MAX_ADDRESSES + 5 }, (_, index) => ({
      ...HOME,
      address: `${index} 号`,
    }));
    const replies = await Promise.all(wanted.map(async (contact) => buyer.post('/api/addresses', contact)));
    const refused = replies.filter(({ statusCode }) => statusCode === 409);
    expect(refused).toHaveLength(6);
    expect(refused[0]?.json()).toMatchObject({
      error: { code: 'too_many_addresses', details: { maxAddresses: 20 } },
    });
    expect(await list()).toHaveLength(MAX_ADDRESSES);
    // One that is there already is no further one.
    expect(await save(HOME)).toMatchObject(HOME);
  });

  test.each([
    ['no name', { ...HOME, name: ' ' }],
    ['a name that is too long', { ...HOME, name: '李'.repeat(31) }],
    ['letters for a telephone number', { ...HOME, phone: 'call me' }],
    ['no address', { ...HOME, address: '' }],
    ['an address of two lines', { ...HOME, address: 'a\nb' }],
    ['an address that is too long', { ...HOME, address: '巷'.repeat(121) }],
  ])('refuses %s', async (_what, contact) => {
    const reply = await buyer.post('/api/addresses', contact);
    expect(reply.json()).toMatchObject({ error: { code: 'invalid_request' } });
  });
});
