import { CHANGE_NOTICE_DESTINATION, routes, sendChatDestination } from '@carillon/contract';
import type {
  AuditReply,
  ConversationReply,
  OrderReply,
  StaffPassKindReply,
  TradeReply,
} from '@carillon/contract';
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type * as Messaging from '@carillon/messaging';
import type { Database } from './platform/database.ts';
import type { RouteRule } from './platform/http/guard.ts';
import { addressOf } from './platform/listening-address.ts';
import { createPaces } from './platform/paces.ts';
import { createAuthorize } from './realtime/authorize.ts';
import { DESTINATION_RULES, findRule } from './realtime/destination-rules.ts';
import { staffListener } from './realtime/listener.ts';
import { testDatabases } from './testing/databases.ts';
import { handshakeStatus } from './testing/handshake-status.ts';
import { buyerIdOf, giveTo } from './testing/pass-screen.ts';
import { sampleOf } from './testing/sample-of.ts';
import type { JsonSchema } from './testing/sample-of.ts';
import { makeApp } from './testing/test-app.ts';
import type { TestApp } from './testing/test-app.ts';
import { logInAs, openBrowser } from './testing/test-browser.ts';
import type { TestBrowser } from './testing/test-browser.ts';
import { connectClient, untilState } from './testing/test-client.ts';
import { makeContext } from './testing/test-context.ts';
import { hireStaff, openTestShop } from './testing/test-shop.ts';
import type { TestShop } from './testing/test-shop.ts';

/** Every path that the engine was told to open. */
const opened = vi.hoisted((): string[] => []);
vi.mock('@carillon/messaging', async (importOriginal) => {
  const real = await importOriginal<typeof Messaging>();
  return {
    ...real,
    createMessaging(...options: Parameters<typeof real.createMessaging>) {
      const messaging = real.createMessaging(...options);
      return {
        ...messaging,
        endpoint(...[path, rest]: Parameters<typeof messaging.endpoint>) {
          opened.push(path);
          messaging.endpoint(path, rest);
        },
        textEndpoint(...[path, rest]: Parameters<typeof messaging.textEndpoint>) {
          opened.push(path);
          messaging.textEndpoint(path, rest);
        },
      };
    },
  };
});

/** Whom each endpoint lets in. */
const ENDPOINTS: Readonly<Record<string, 'staff' | 'buyer' | 'everybody'>> = {
  '/ws/staff': 'staff',
  '/ws/buyer': 'buyer',
  '/sell/webSocket': 'staff',
  '/ws/{sid}': 'staff',
  '/webSocket/{userId}/{carwashId}': 'buyer',
  // Who knows a trade's watch token watches that trade, and no other.
  '/websocket/myHandler': 'everybody',
};

interface OpenApi {
  readonly paths: Record<
    string,
    Record<string, { requestBody?: { content: Record<string, { schema: JsonSchema }> } }>
  >;
}

const [, open] = testDatabases()[0] ?? [];

describe('everything that the server answers', () => {
  let database: Database;
  let app: TestApp;
  let shop: TestShop;
  let other: TestShop;
  let api: OpenApi['paths'];
  let orderId: number;
  let passId: number;
  let people: Record<'stranger' | 'clerk' | 'manager' | 'buyer' | 'otherBuyer', TestBrowser>;
  let ids: Record<'stranger' | 'clerk' | 'manager', number>;

  beforeAll(async () => {
    if (open === undefined) throw new Error('There is no database to test with.');
    database = await open();
    app = await makeApp(makeContext(database));
    await app.http.listen({ port: 0, host: '127.0.0.1' });
    [shop, other] = [await openTestShop(database, 'walked'), await openTestShop(database, 'other')];
    const [mine, theirs] = [shop.shopId, other.shopId];
    ids = {
      stranger: await hire('stranger', theirs, 'owner'),
      clerk: await hire('clerk', mine, 'clerk'),
      manager: await hire('manager', mine, 'manager'),
    };
    const [buyer, otherBuyer] = [openBrowser(app.http), openBrowser(app.http)];
    people = {
      ...{ buyer, otherBuyer },
      stranger: await logIn('stranger'),
      clerk: await logIn('clerk'),
      manager: await logIn('manager'),
    };
    for (const one of [buyer, otherBuyer]) await one.get(`/api/shops/${mine}/menu`);
    orderId = await order(buyer);
    passId = await givePass(buyer);
    api = (await app.http.inject('/api/docs/json')).json<OpenApi>().paths;
  }, 120_000);

  afterAll(async () => {
    await app.close();
  });

  async function hire(username: string, shopId: number, role: 'owner' | 'manager' | 'clerk') {
    return hireStaff(database, { username, name: username, roles: [{ shopId, role }] });
  }

  async function logIn(username: string): Promise<TestBrowser> {
    return logInAs(app.http, username);
  }

  async function order(buyer: TestBrowser): Promise<number> {
    const body = { lines: [{ productId: shop.products.rice, quantity: 1 }], totalFen: 200 };
    const placed = await buyer.post(`/api/shops/${shop.shopId}/orders`, body, { 'idempotency-key': 'k' });
    const { id } = placed.json<OrderReply>().order;
    const { outTradeNo } = (await buyer.post(`/api/orders/${id}/trade`)).json<TradeReply>();
    const { headers, rawBody: payload } = app.merchant.notification({ outTradeNo, amountFen: 200 });
    await app.http.inject({ method: 'POST', url: '/api/wechat/pay/notify', headers, payload });
    return id;
  }

  async function givePass(buyer: TestBrowser): Promise<number> {
    const kind = {
      ...{ name: '十次卡', terms: '', visits: 10, priceFen: 1_000, validDays: null },
      ...{ refundable: true, maxPerBuyer: null, onSale: true },
    };
    const saved = await people.manager.post(`/api/staff/shops/${shop.shopId}/pass-kinds`, kind);
    const { id: kindId } = saved.json<StaffPassKindReply>().kind;
    return giveTo(makeContext(database), { shopId: shop.shopId, kindId, buyerId: buyerIdOf(buyer) });
  }

  function rulesFor(...rules: RouteRule['rule'][]): RouteRule[] {
    return app.http.routeRules.filter(({ rule, method }) => rules.includes(rule) && method !== 'HEAD');
  }

  /** The address of a route, about the shop, its order and the buyer’s pass. What else it is about, nobody has. */
  function addressFor(url: string): string {
    const known: Readonly<Record<string, string>> = {
      ...{ shopId: String(shop.shopId), orderId: String(orderId), day: '2026-11-20' },
      ...{ deviceId: 'a'.repeat(16), sessionId: 'a'.repeat(16), passId: String(passId) },
    };
    return url.replace(/:(\w+)/g, (_all, name: string) => known[name] ?? '987654');
  }

  async function call({ method, url }: RouteRule, browser?: TestBrowser): Promise<LightMyRequestResponse> {
    const operation = api[url.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];
    const schema = operation?.requestBody?.content['application/json']?.schema;
    return app.http.inject({
      method: method as 'GET',
      url: addressFor(url),
      headers: { 'idempotency-key': 'walk' },
      cookies: Object.fromEntries(browser?.cookies ?? []),
      ...(schema && { payload: sampleOf(schema) as object }),
    });
  }

  /** What each of the routes answers to somebody who may not call it, unless it is one of these statuses. */
  async function findOpen(found: readonly RouteRule[], by: TestBrowser | undefined, refusals: number[]) {
    const open: string[] = [];
    for (const route of found) {
      const { statusCode, body } = await call(route, by);
      if (!refusals.includes(statusCode)) open.push(`${route.method} ${route.url}: ${statusCode} ${body}`);
    }
    return open;
  }

  test('says whom it is for, and the API says it as the contract does', () => {
    const rules = new Map(app.http.routeRules.map(({ method, url, rule }) => [`${method} ${url}`, rule]));
    const contract = Object.values(routes).map(({ method, path, for: rule }) => ({
      route: `${method} ${path}`,
      rule,
    }));
    const served = contract.filter(({ route }) => rules.has(route));
    expect(served.length).toBeGreaterThan(50);
    expect(served.map(({ route }) => ({ route, rule: rules.get(route) }))).toEqual(served);
    expect([...rules.keys()]).toEqual(
      expect.arrayContaining(['GET /console/*', 'GET /metrics', 'GET /api/docs/']),
    );
  });

  test('of the staff’s is closed to whoever is not logged in, buyers too', async () => {
    const closed = rulesFor('staff', 'clerk', 'manager', 'owner');
    expect(closed.length).toBeGreaterThan(30);
    expect(await findOpen(closed, undefined, [401])).toEqual([]);
    expect(await findOpen(closed, people.buyer, [401])).toEqual([]);
  });

  test('of a shop is closed to the staff of another, its owner too', async () => {
    expect(await findOpen(rulesFor('clerk', 'manager', 'owner'), people.stranger, [403, 404])).toEqual([]);
  });

  test('for managers is closed to clerks, and for owners to both', async () => {
    expect(await findOpen(rulesFor('manager', 'owner'), people.clerk, [403])).toEqual([]);
    expect(await findOpen(rulesFor('owner'), people.manager, [403])).toEqual([]);
  });

  test('about a buyer’s own things is not there for another buyer', async () => {
    // It is refused before anybody looks whose the order is: neither buyer came from inside WeChat.
    const inWeChat = '/api/orders/:orderId/jsapi-payment';
    for (const by of [people.buyer, people.otherBuyer]) {
      const reply = await by.post(addressFor(inWeChat));
      expect(reply.json()).toMatchObject({ error: { code: 'openid_missing' } });
    }
    const all = rulesFor('buyer').filter(({ url }) => /:(?!shopId)/.test(url));
    const about = all.filter(({ url }) => url !== inWeChat);
    expect(about.length).toBeGreaterThan(5);
    expect(await findOpen(about, people.otherBuyer, [403, 404])).toEqual([]);
    expect(await findOpen(about, undefined, [401, 403, 404])).toEqual([]);
  });

  test('for operators and for other servers wants to see who calls', async () => {
    for (const { url, method } of rulesFor('operator')) {
      const headers = { 'x-forwarded-for': '203.0.113.9' };
      const reply = await app.http.inject({ method: method as 'GET', url, headers });
      expect([url, reply.statusCode]).toEqual([url, 404]);
    }
    for (const route of rulesFor('signed')) {
      expect([route.url, (await call(route)).statusCode < 400]).toEqual([route.url, false]);
    }
  });

  test('over sockets has a rule for each destination', () => {
    const { channels, operations } = app.realtime.messaging.asyncApi({ title: 'all', version: '1' });
    const addressOfChannel = ({ $ref }: { $ref: string }) => channels[$ref.split('/').at(-1) ?? '']?.address;
    const described = Object.values(operations).map(({ action, channel }) => ({
      command: action === 'receive' ? ('SEND' as const) : ('SUBSCRIBE' as const),
      address: addressOfChannel(channel) ?? '',
    }));
    expect(described.length).toBeGreaterThan(10);
    for (const { command, address } of described) {
      expect([command, address, findRule(command, address)?.rule]).toEqual([
        command,
        address,
        expect.any(String),
      ]);
    }
  });

  test('over sockets is closed to whom its rule leaves out', async () => {
    const authorize = createAuthorize(
      database.db,
      createPaces({ perSecond: 1e6, atOnce: 1e6, maxWaitMs: 0, maxKeys: 10 }),
    );
    const fill = (pattern: string) =>
      pattern
        .replace('{shopId}', String(shop.shopId))
        .replace('{orderId}', String(orderId))
        .replace('{passId}', String(passId))
        .replace('{accountId}', 'shop:1');
    const [buyer, clerk, stranger] = [
      { kind: 'buyer', name: 'buyer', buyerId: 'c'.repeat(64), address: '192.0.2.1' },
      staffListener(ids.clerk, 's'),
      staffListener(ids.stranger, 's'),
    ];
    for (const [command, rule, patterns] of DESTINATION_RULES) {
      for (const destination of patterns.map(fill)) {
        const ask = async (user: { name: string }) =>
          authorize({ user, command, destination } as Parameters<typeof authorize>[0]);
        const mayAll = rule === 'everybody' || rule === 'oneself';
        expect([destination, await ask({ name: 'nobody' })]).toEqual([destination, false]);
        expect([destination, await ask(buyer)]).toEqual([destination, mayAll]);
        expect([destination, await ask(stranger)]).toEqual([destination, mayAll || rule === 'staff']);
        expect([destination, await ask(clerk)]).toEqual([destination, true]);
      }
    }
  });

  test('over sockets lets in whom each endpoint is for, and nobody from a page of another site', async () => {
    expect(opened.toSorted()).toEqual(Object.keys(ENDPOINTS).toSorted());
    const host = addressOf(app.http.server);
    for (const [path, rule] of Object.entries(ENDPOINTS)) {
      const url =
        host +
        path
          .replace('{sid}', 'till')
          .replace('{userId}', buyerIdOf(people.buyer))
          .replace('{carwashId}', String(shop.shopId));
      const ask = async (cookie: string, origin?: string) =>
        handshakeStatus(url, { cookie, ...(origin !== undefined && { origin }) });
      const [staff, buyer] = [people.clerk.cookieHeader(), people.buyer.cookieHeader()];
      const forged = `carillon_staff=${'a'.repeat(43)}; carillon_buyer=x`;
      expect([path, await ask(forged)]).toEqual([path, rule === 'everybody' ? 101 : 401]);
      const wrongKind = rule === 'staff' ? buyer : staff;
      expect([path, await ask(wrongKind)]).toEqual([path, rule === 'everybody' ? 101 : 401]);
      for (const cookie of [staff, buyer]) {
        expect([path, await ask(cookie, 'https://evil.example')]).toEqual([path, 403]);
      }
    }
  });

  test('that changes something refuses every browser that comes from a page of another site', async () => {
    for (const { method, url } of app.http.routeRules.filter(({ method }) => method === 'POST')) {
      const cookies = Object.fromEntries(people.manager.cookies);
      const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
      const reply = await app.http.inject({
        method: method as 'POST',
        url: addressFor(url),
        cookies,
        headers,
      });
      expect([url, reply.statusCode]).toEqual([url, 403]);
    }
  });

  test('to staff who changed something is written down in the log of the shop', async () => {
    await hire('boss', shop.shopId, 'owner');
    const boss = await logIn('boss');
    const newest = async () => {
      const reply = await boss.get(`/api/staff/shops/${shop.shopId}/audit`);
      return reply.json<AuditReply>().entries[0];
    };
    const operations = new Map<string, string>(
      Object.entries(routes).map(([name, { method, path }]) => [`${method} ${path}`, name]),
    );
    // How far somebody has read is no action.
    const unwritten = ['markConversationReadAsStaff'];
    const [silent, written]: [string[], string[]] = [[], []];
    for (const route of rulesFor('staff', 'clerk', 'manager', 'owner')) {
      if (route.method === 'GET') continue;
      const operation = operations.get(`${route.method} ${route.url}`) ?? `no operation: ${route.url}`;
      const before = (await newest())?.id;
      const { statusCode } = await call(route, boss);
      if (statusCode >= 400 && !operation.startsWith('no operation')) continue;
      const entry = await newest();
      const isWritten = entry?.id !== before && entry?.action === operation && entry.by.name === 'boss';
      (isWritten ? written : silent).push(operation);
    }
    expect(silent).toEqual(unwritten);
    expect(written).toEqual(
      expect.arrayContaining(['acceptOrder', 'setShopOpen', 'saveProduct', 'inviteStaff']),
    );

    const client = connectClient(
      `${addressOf(app.http.server).replace('http', 'ws')}/ws/staff`,
      boss.cookieHeader(),
    );
    await untilState(client, 'online');
    const notice = { key: 'walk-notice', shopId: shop.shopId, text: '今日供应绿豆汤', until: null };
    await client.send(CHANGE_NOTICE_DESTINATION, JSON.stringify(notice));
    expect(await newest()).toMatchObject({ action: 'changeNotice', detail: { text: '今日供应绿豆汤' } });
    const talk = await boss.get(`/api/staff/orders/${orderId}/conversation`);
    const { to } = talk.json<ConversationReply>().conversation;
    await client.send(sendChatDestination(to), { orderId, text: '好的', key: 'walk-message' });
    expect(await newest()).toMatchObject({
      action: 'sendMessage',
      subject: { kind: 'order', id: String(orderId) },
      detail: {},
    });
    client.close();
  });
});
