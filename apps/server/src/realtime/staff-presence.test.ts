import type { Client } from '@carillon/client';
import { shopOnlineDestination, shopPresenceDestination } from '@carillon/contract';
import type { OnlineReply, ShopPresence, StaffOnline } from '@carillon/contract';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Database } from '../platform/database.ts';
import { addressOf } from '../platform/listening-address.ts';
import { emptyTables, testDatabases } from '../testing/databases.ts';
import { makeApp } from '../testing/test-app.ts';
import type { TestApp } from '../testing/test-app.ts';
import { openBrowser } from '../testing/test-browser.ts';
import type { TestBrowser } from '../testing/test-browser.ts';
import { collect, connectClient, untilState } from '../testing/test-client.ts';
import { makeContext } from '../testing/test-context.ts';
import { hireStaff, openTestShop } from '../testing/test-shop.ts';

describe.each(testDatabases())('the staff who are online, on %s', (_name, open) => {
  let database: Database;
  let app: TestApp;
  let shopId: number;
  let owner: TestBrowser;
  let clerk: TestBrowser;
  let buyer: TestBrowser;
  let clients: Client[];

  beforeAll(async () => {
    database = await open();
  });

  beforeEach(async () => {
    await emptyTables(database);
    app = await makeApp(makeContext(database));
    await app.http.listen({ port: 0, host: '127.0.0.1' });
    ({ shopId } = await openTestShop(database, 'online'));
    clients = [];
    owner = await hire('chen', 'owner');
    clerk = await hire('zhou', 'clerk');
    buyer = openBrowser(app.http);
    await buyer.get(`/api/shops/${shopId}/menu`);
  });

  afterEach(async () => {
    for (const client of clients) client.close();
    await app.close();
  });

  async function hire(username: string, role: 'owner' | 'clerk', shop = shopId): Promise<TestBrowser> {
    await hireStaff(database, { username, name: username, roles: [{ shopId: shop, role }] });
    return logIn(username);
  }

  async function logIn(username: string): Promise<TestBrowser> {
    const browser = openBrowser(app.http);
    await browser.post(
      '/api/staff/login',
      { username, password: 'ring-ring' },
      { 'user-agent': 'Mozilla/5.0 (iPad; CPU OS 18_1) Version/18.1 Safari/604.1' },
    );
    return browser;
  }

  function connect(browser: TestBrowser, path: '/ws/staff' | '/ws/buyer' = '/ws/staff'): Client {
    const client = connectClient(
      addressOf(app.http.server).replace('http', 'ws') + path,
      browser.cookieHeader(),
    );
    clients.push(client);
    return client;
  }

  /** How a page sees it: all at first, then each change in the place of what it changes. */
  async function watch(client: Client) {
    const changes = collect<StaffOnline>(client, shopOnlineDestination(shopId));
    const answer = collect<OnlineReply>(client, shopOnlineDestination(shopId, '/app'));
    await vi.waitFor(() => expect(answer.messages).toHaveLength(1));
    const [reply] = answer.messages;
    return {
      thisDevice: reply?.payload.thisDevice ?? '',
      seen(): Record<string, number[]> {
        const all = new Map(reply?.payload.online.map(({ staff, devices }) => [staff.name, devices]));
        for (const { payload } of changes.messages) all.set(payload.staff.name, payload.devices);
        const pages = [...all].map(([name, devices]) => [name, devices.map((device) => device.pages)]);
        return Object.fromEntries(pages) as Record<string, number[]>;
      },
      deviceOf: (name: string) =>
        [...(reply?.payload.online ?? []), ...changes.messages.map(({ payload }) => payload)].findLast(
          ({ staff }) => staff.name === name,
        )?.devices[0],
    };
  }

  test('are shown with their devices, and with the pages on each', async () => {
    await untilState(connect(clerk), 'online');
    const tablet = await logIn('zhou');
    await Promise.all([untilState(connect(tablet), 'online'), untilState(connect(tablet), 'online')]);
    const view = await watch(connect(owner));
    await vi.waitFor(() => expect(view.seen()).toEqual({ chen: [1], zhou: [1, 2] }));
    expect(view.deviceOf('zhou')).toMatchObject({ name: 'iPad · Safari' });
    expect(view.deviceOf('chen')?.id).toBe(view.thisDevice);
  });

  test('are told of as they come and go', async () => {
    const view = await watch(connect(owner));
    await vi.waitFor(() => expect(view.seen()).toEqual({ chen: [1] }));
    const client = connect(clerk);
    await vi.waitFor(() => expect(view.seen()).toEqual({ chen: [1], zhou: [1] }));
    client.close();
    await vi.waitFor(() => expect(view.seen()).toEqual({ chen: [1], zhou: [] }));
  });

  test('never give a login away: what names a device opens nothing', async () => {
    const { thisDevice } = await watch(connect(owner));
    expect(thisDevice).toMatch(/^[0-9a-f]{16}$/);
    expect(owner.cookieHeader()).not.toContain(thisDevice);
  });

  test('are told of to nobody else', async () => {
    const other = await openTestShop(database, 'other');
    const foreign = await hire('li', 'owner', other.shopId);
    for (const [browser, path] of [
      [foreign, '/ws/staff'],
      [buyer, '/ws/buyer'],
    ] as const) {
      for (const prefix of ['/app', '/topic'] as const) {
        const heard = collect(connect(browser, path), shopOnlineDestination(shopId, prefix));
        expect((await heard.refused).code).toBe('forbidden');
      }
    }
  });

  test('show the shop as online to buyers, without saying who is there', async () => {
    const page = connect(buyer, '/ws/buyer');
    const changes = collect<ShopPresence>(page, shopPresenceDestination(shopId));
    const answer = collect<ShopPresence>(page, shopPresenceDestination(shopId, '/app'));
    await vi.waitFor(() => expect(answer.messages[0]?.payload).toEqual({ online: false }));
    const client = connect(clerk);
    await vi.waitFor(() => expect(changes.messages.at(-1)?.payload).toEqual({ online: true }));
    client.close();
    await vi.waitFor(() => expect(changes.messages.at(-1)?.payload).toEqual({ online: false }), 5_000);
  });

  describe('on a device that an owner ends', () => {
    async function endDevice(browser: TestBrowser, deviceId: string, shop = shopId) {
      const response = await browser.post(`/api/staff/shops/${shop}/devices/${deviceId}/end`);
      return [response.statusCode, response.body && response.json<{ error: { code: string } }>().error.code];
    }

    test('are logged out at once and told why, and nobody else is', async () => {
      const [ended, tablet] = [connect(clerk), await logIn('zhou')];
      const other = connect(tablet);
      await Promise.all([untilState(ended, 'online'), untilState(other, 'online')]);
      const { thisDevice } = await watch(ended);
      expect(await endDevice(owner, thisDevice)).toEqual([204, '']);
      expect(await untilState(ended, 'refused')).toMatchObject({ code: 'device_ended' });
      expect((await clerk.get('/api/staff/me')).statusCode).toBe(401);
      expect((await tablet.get('/api/staff/me')).statusCode).toBe(200);
      expect(other.state.name).toBe('online');
      expect(await endDevice(owner, thisDevice)).toEqual([404, 'device_not_found']);
    });

    test('may not be ended by clerks, strangers, or owners of other shops', async () => {
      const { thisDevice } = await watch(connect(owner));
      const other = await openTestShop(database, 'other');
      const foreign = await hire('li', 'owner', other.shopId);
      expect(await endDevice(clerk, thisDevice)).toEqual([403, 'owners_only']);
      expect(await endDevice(foreign, thisDevice)).toEqual([403, 'not_your_shop']);
      expect(await endDevice(foreign, thisDevice, other.shopId)).toEqual([404, 'device_not_found']);
      expect(await endDevice(buyer, thisDevice)).toEqual([401, 'not_logged_in']);
      expect(await endDevice(owner, '%25')).toEqual([400, 'invalid_request']);
      expect((await owner.get('/api/staff/me')).statusCode).toBe(200);
    });
  });
});
