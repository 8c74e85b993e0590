import type { OwnSessionListReply } from '@carillon/contract';
import { sql } from 'kysely';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../platform/database.ts';
import { emptyTables, testDatabases } from '../testing/databases.ts';
import { INSIDE_WECHAT, SERVICE_APPID, makeApp } from '../testing/test-app.ts';
import type { TestApp } from '../testing/test-app.ts';
import { openBrowser } from '../testing/test-browser.ts';
import type { TestBrowser } from '../testing/test-browser.ts';
import { makeContext } from '../testing/test-context.ts';
import type { TestContext } from '../testing/test-context.ts';
import { openTestShop } from '../testing/test-shop.ts';
import type { TestShop } from '../testing/test-shop.ts';

const START = '/api/buyer/login/wechat';

describe.each(testDatabases())('buyers who log in, on %s', (_name, open) => {
  let database: Database;
  let context: TestContext;
  let app: TestApp;
  let phone: TestBrowser;
  let shop: TestShop;

  beforeAll(async () => {
    database = await open();
  });

  afterEach(async () => {
    await app.close();
  });

  beforeEach(async () => {
    await emptyTables(database);
    context = makeContext(database);
    app = await makeApp(context, { publicUrl: 'https://shop.test', withServiceAccount: true });
    phone = openBrowser(app.http);
    shop = await openTestShop(database, 'buyers');
  });

  async function begin(returnPath = '/orders', from = phone): Promise<string> {
    const { headers } = await from.get(`${START}?return=${encodeURIComponent(returnPath)}`);
    return new URL(String(headers.location)).searchParams.get('state') ?? '';
  }

  async function comeBack(query: Record<string, string>, to = phone): Promise<string> {
    const response = await to.get(`${START}/callback?${new URLSearchParams(query).toString()}`);
    return String(response.headers.location);
  }

  async function logIn(openid: string, browser = phone): Promise<void> {
    const state = await begin('/orders', browser);
    const code = `code of ${openid}`;
    app.issueCode(code, openid);
    expect(await comeBack({ code, state }, browser)).toBe('/orders');
  }

  async function readBuyer(browser = phone): Promise<unknown> {
    return (await browser.get('/api/buyer/me')).json<{ buyer: unknown }>().buyer;
  }

  async function place(browser = phone, key = 'k1'): Promise<number> {
    if (browser.cookies.size === 0) await browser.get(`/api/shops/${shop.shopId}/menu`);
    const order = { lines: [{ productId: shop.products.rice, quantity: 1 }], totalFen: 200 };
    const url = `/api/shops/${shop.shopId}/orders`;
    const reply = await browser.post(url, order, { 'idempotency-key': key });
    return reply.json<{ order: { id: number } }>().order.id;
  }

  async function ordersOf(browser = phone, headers: Record<string, string> = {}): Promise<number[]> {
    const reply = await browser.get('/api/orders', headers);
    return reply.json<{ orders: { id: number }[] }>().orders.map(({ id }) => id);
  }

  /** Who says by a token who they are is never taken for somebody new, who has no orders. */
  async function expectEnded(program: TestBrowser, headers: { authorization: string }): Promise<void> {
    const refused = { error: { code: 'buyer_session_ended' } };
    expect((await program.get('/api/orders', headers)).json()).toMatchObject(refused);
    expect((await program.get('/api/buyer/me', headers)).json()).toMatchObject(refused);
    expect((await program.post('/api/addresses', {}, headers)).statusCode).toBe(401);
  }

  test('come back to their page, logged in, with what they ordered before', async () => {
    const before = await place();
    await logIn('o-li');
    expect(await readBuyer()).toEqual({ isLoggedIn: true, way: 'h5', canPayInWeChat: true });
    const after = await place(phone, 'k2');
    expect(await ordersOf()).toEqual([after, before]);
    const elsewhere = openBrowser(app.http);
    await logIn('o-li', elsewhere);
    expect(await ordersOf(elsewhere)).toEqual([after, before]);
  });

  test('are strangers again once they log out, also to who kept the token', async () => {
    const orderId = await place();
    await logIn('o-li');
    const token = phone.cookies.get('carillon_account') ?? '';
    expect((await phone.post('/api/buyer/logout')).statusCode).toBe(204);
    expect(await ordersOf()).toEqual([]);
    phone.cookies.set('carillon_account', token);
    expect((await phone.get(`/api/orders/${orderId}`)).statusCode).toBe(404);
  });

  test('see where they are logged in, and log their other devices out, but nobody else’s', async () => {
    await logIn('o-li');
    const [tablet, stranger] = [openBrowser(app.http), openBrowser(app.http)];
    await logIn('o-li', tablet);
    await logIn('o-wang', stranger);
    const sessionsOf = async (browser: TestBrowser) =>
      (await browser.get('/api/buyer/sessions')).json<OwnSessionListReply>().sessions;
    expect(await sessionsOf(phone)).toMatchObject([{ isThis: true, way: 'h5' }, { isThis: false }]);
    const other = (await sessionsOf(phone))[1]?.id ?? '';
    const end = async (browser: TestBrowser) => browser.post(`/api/buyer/sessions/${other}/end`);
    for (const nobody of [stranger, openBrowser(app.http)]) {
      expect((await end(nobody)).json()).toMatchObject({ error: { code: 'session_not_found' } });
    }
    expect((await end(phone)).statusCode).toBe(204);
    expect(await readBuyer(tablet)).toMatchObject({ isLoggedIn: false });
    expect(await sessionsOf(phone)).toMatchObject([{ isThis: true }]);
    expect(await sessionsOf(tablet)).toEqual([]);
  });

  test('get a session of their own, not one that was planted, and never what another browser began', async () => {
    phone.cookies.set('carillon_account', 'p'.repeat(43));
    const state = await begin();
    app.issueCode('code-1', 'o-li');
    const attacker = openBrowser(app.http);
    await begin('/', attacker);
    expect(await comeBack({ code: 'code-1', state }, attacker)).toBe('/?login_error=buyer_login_expired');
    expect(await comeBack({ code: 'code-1', state })).toBe('/orders');
    expect(phone.cookies.get('carillon_account')).not.toBe('p'.repeat(43));
    app.issueCode('code-2', 'o-li');
    expect(await comeBack({ code: 'code-2', state })).toBe('/?login_error=buyer_login_expired');
  });

  test('are refused as snapshots, without a code, with a used code, and too late', async () => {
    app.issueCode('snapshot', 'o-nobody', { isSnapshotUser: true });
    expect(await comeBack({ code: 'snapshot', state: await begin() })).toBe(
      '/orders?login_error=snapshot_user',
    );
    expect(await comeBack({ state: await begin() })).toBe('/orders?login_error=buyer_login_cancelled');
    expect(await comeBack({ code: 'used', state: await begin() })).toBe(
      '/orders?login_error=buyer_login_failed',
    );
    const state = await begin();
    context.advance(10 * 60_000);
    expect(await comeBack({ code: 'x', state })).toBe('/?login_error=buyer_login_expired');
    expect(await readBuyer()).toMatchObject({ isLoggedIn: false });
  });

  test.each([
    '//evil.example',
    '/\\evil.example',
    '/%2f%2fevil',
    '/console/',
    '/api/x',
    'https://evil.example',
  ])('are not led to %s', async (path) => {
    const { headers } = await phone.get(`${START}?return=${encodeURIComponent(path)}`);
    expect(headers.location).toBe('/?login_error=buyer_return_refused');
  });

  test('use a state of the staff’s login for nothing', async () => {
    const { headers } = await phone.get('/api/staff/login/wechat', { 'user-agent': INSIDE_WECHAT });
    const state = new URL(String(headers.location)).searchParams.get('state') ?? '';
    phone.cookies.set('carillon_buyer_login', phone.cookies.get('carillon_login') ?? '');
    app.issueCode('code-1', 'o-li');
    expect(await comeBack({ code: 'code-1', state })).toBe('/?login_error=buyer_login_expired');
  });

  test('of the mini program have a bearer token, and the same account by their unionid', async () => {
    const state = await begin();
    app.issueCode('h5', 'o-li', { unionid: 'u-li' });
    await comeBack({ code: 'h5', state });
    const orderId = await place();
    app.issueCode('mini', 'o-mini-li', { unionid: 'u-li' });
    const program = openBrowser(app.http);
    const login = await program.post('/api/buyer/login/mini-program', { code: 'mini' });
    const authorization = `Bearer ${login.json<{ token: string }>().token}`;
    expect(await ordersOf(program, { authorization })).toEqual([orderId]);
    expect((await program.post('/api/buyer/login/mini-program', { code: 'mini' })).json()).toMatchObject({
      error: { code: 'buyer_login_failed' },
    });
    await program.post('/api/buyer/logout', undefined, { authorization });
    await expectEnded(program, { authorization });
    // What is for everybody asks nobody who they are.
    expect((await program.get('/api/shops', { authorization })).statusCode).toBe(200);
  });

  // Each app met the person before WeChat told it the unionid: two accounts, of which nobody knew that they are one's.
  test('are joined to their other account once a login tells that both are theirs', async () => {
    await logIn('o-li');
    const first = await place();
    context.advance(1_000);
    app.issueCode('mini', 'o-mini-li');
    const program = openBrowser(app.http);
    const bearer = async (code: string) => {
      const login = await program.post('/api/buyer/login/mini-program', { code });
      return { authorization: `Bearer ${login.json<{ token: string }>().token}` };
    };
    const before = await bearer('mini');
    const address = { name: 'Li', phone: '13800000000', address: 'Lane 1' };
    expect((await program.post('/api/addresses', address, before)).statusCode).toBe(200);
    expect(await ordersOf(program, before)).toEqual([]);

    app.issueCode('h5-told', 'o-li', { unionid: 'u-li' });
    await comeBack({ code: 'h5-told', state: await begin() });
    app.issueCode('mini-told', 'o-mini-li', { unionid: 'u-li' });
    const after = await bearer('mini-told');
    expect(await ordersOf(program, after)).toEqual([first]);
    expect((await phone.get('/api/addresses')).json()).toMatchObject({ addresses: [{ name: 'Li' }] });
    // The account that is no more is nobody's: its sessions have ended.
    await expectEnded(program, before);
    expect(await readBuyer()).toMatchObject({ isLoggedIn: true });
    const { rows } = await sql`select count(distinct buyer_id)::int as accounts from buyer_identity`.execute(
      database.db,
    );
    expect(rows).toEqual([{ accounts: 1 }]);
  });

  test('pay inside WeChat as who they are, whatever the request says', async () => {
    const orderId = await place();
    const url = `/api/orders/${orderId}/jsapi-payment`;
    expect((await phone.post(url)).json()).toMatchObject({ error: { code: 'openid_missing' } });
    await logIn('o-li');
    const paid = await phone.post(`${url}?openid=o-wang&appid=evil`, { openid: 'o-wang' });
    expect(paid.json()).toMatchObject({ amountFen: 200, payment: { appId: SERVICE_APPID, signType: 'RSA' } });
    const again = await phone.post(url);
    expect(again.json<{ outTradeNo: string }>().outTradeNo).toBe(
      paid.json<{ outTradeNo: string }>().outTradeNo,
    );
    const { rows } = await sql`select payer_appid, payer_openid from trade`.execute(database.db);
    expect(rows).toEqual([{ payer_appid: SERVICE_APPID, payer_openid: 'o-li' }]);
    const stranger = openBrowser(app.http);
    await logIn('o-wang', stranger);
    expect((await stranger.post(url)).statusCode).toBe(404);
  });

  test('have one trade that can be paid, however they change between the two ways', async () => {
    const orderId = await place();
    await logIn('o-li');
    const code = (await phone.post(`/api/orders/${orderId}/trade`)).json<{ outTradeNo: string }>();
    const inside = (await phone.post(`/api/orders/${orderId}/jsapi-payment`)).json<{ outTradeNo: string }>();
    expect(inside.outTradeNo).not.toBe(code.outTradeNo);
    const { rows } = await sql`
      select out_trade_no from trade where state in ('opening', 'open')`.execute(database.db);
    expect(rows).toEqual([{ out_trade_no: inside.outTradeNo }]);
  });
});
