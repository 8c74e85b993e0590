import { sql } from 'kysely';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../platform/database.ts';
import { emptyTables, testDatabases } from '../testing/databases.ts';
import { LOGIN_APPID, makeApp } from '../testing/test-app.ts';
import type { TestApp } from '../testing/test-app.ts';
import { openBrowser } from '../testing/test-browser.ts';
import type { TestBrowser } from '../testing/test-browser.ts';
import { makeContext } from '../testing/test-context.ts';
import type { TestContext } from '../testing/test-context.ts';
import { hireClerk, openTestShop } from '../testing/test-shop.ts';
import { linkOpenid } from './link-openid.ts';

const START = '/api/staff/login/wechat';
const CALLBACK = `${START}/callback`;
const OPENID = 'o-zhou';

describe.each(testDatabases())('the login through WeChat, on %s', (_name, open) => {
  let database: Database;
  let context: TestContext;
  let app: TestApp;
  let browser: TestBrowser;

  beforeAll(async () => {
    database = await open();
  });

  afterEach(async () => {
    await app.close();
  });

  beforeEach(async () => {
    await emptyTables(database);
    context = makeContext(database);
    app = await makeApp(context, { publicUrl: 'https://shop.test' });
    browser = openBrowser(app.http);
    const { shopId } = await openTestShop(database, 'wechat');
    await hireClerk(database, { shopId, username: 'zhou' });
    await linkOpenid(database.db, { username: 'zhou', appid: LOGIN_APPID, openid: OPENID, unionid: null });
  });

  /** Goes to the QR code; returns the state that WeChat would bring back. */
  async function begin(returnPath = '/console/orders', from = browser): Promise<string> {
    const response = await from.get(`${START}?return=${encodeURIComponent(returnPath)}`);
    expect(response.statusCode).toBe(302);
    return new URL(String(response.headers.location)).searchParams.get('state') ?? '';
  }

  /** Comes back from WeChat; returns where the browser is led. */
  async function comeBack(query: Record<string, string>, to = browser): Promise<string> {
    const response = await to.get(`${CALLBACK}?${new URLSearchParams(query).toString()}`);
    expect(response.statusCode).toBe(302);
    return String(response.headers.location);
  }

  async function isLoggedIn(who = browser): Promise<boolean> {
    return (await who.get('/api/staff/me')).statusCode === 200;
  }

  test('leads to the QR code and back to the page that was asked for, logged in', async () => {
    const state = await begin('/console/orders?tab=new');
    app.issueCode('code-1', OPENID);
    expect(await comeBack({ code: 'code-1', state })).toBe('/console/orders?tab=new');
    expect(await isLoggedIn()).toBe(true);
  });

  test('tells WeChat to come back to our public address', async () => {
    const response = await browser.get(START);
    const { searchParams } = new URL(String(response.headers.location));
    expect(searchParams.get('redirect_uri')).toBe(`https://shop.test${CALLBACK}`);
  });

  test('binds the state to the browser by a cookie of its own', async () => {
    const { cookies } = await browser.get(START);
    expect(cookies[0]).toMatchObject({
      name: 'carillon_login',
      httpOnly: true,
      secure: true,
      sameSite: 'Lax',
      path: START,
    });
  });

  // Elsewhere the openid travelled in the address: whoever learnt it could log in as that seller.
  test('never shows an openid in an address, and keeps state and tokens as hashes', async () => {
    const state = await begin();
    app.issueCode('code-1', OPENID);
    expect(await comeBack({ code: 'code-1', state })).not.toContain(OPENID);
    const again = await begin();
    const kept = await sql`
      select (select json_agg(s) from login_state s)::text || (select json_agg(s) from login_session s)::text
      as text`.execute(database.db);
    const text = JSON.stringify(kept.rows);
    for (const secret of [again, browser.cookies.get('carillon_staff') ?? '?']) {
      expect(secret).toMatch(/^[\w-]{43,64}$/);
      expect(text).not.toContain(secret);
    }
  });

  test('uses a state once, of several that come at once too', async () => {
    const state = await begin();
    for (const code of ['1', '2', '3']) app.issueCode(code, OPENID);
    const ways = await Promise.all(['1', '2', '3'].map(async (code) => comeBack({ code, state })));
    expect(ways.sort()).toEqual([
      '/console/login?error=wechat_login_expired',
      '/console/login?error=wechat_login_expired',
      '/console/orders',
    ]);
  });

  test('refuses a state that began in another browser, and leaves it for its own', async () => {
    const state = await begin();
    const stranger = openBrowser(app.http);
    await begin('/console/', stranger);
    app.issueCode('code-1', OPENID);
    expect(await comeBack({ code: 'code-1', state }, stranger)).toBe(
      '/console/login?error=wechat_login_expired',
    );
    expect(await isLoggedIn(stranger)).toBe(false);
    expect(await comeBack({ code: 'code-1', state })).toBe('/console/orders');
  });

  test('lets two tabs log in side by side', async () => {
    const one = await begin('/console/one');
    const other = await begin('/console/other');
    app.issueCode('code-1', OPENID);
    app.issueCode('code-2', OPENID);
    expect(await comeBack({ code: 'code-1', state: one })).toBe('/console/one');
    expect(await comeBack({ code: 'code-2', state: other })).toBe('/console/other');
  });

  test.each(['attackerchosen', 'x'.repeat(44), `${'x'.repeat(42)}!`])(
    'does not take up a cookie that is none of ours: %s',
    async (planted) => {
      browser.cookies.set('carillon_login', planted);
      const state = await begin();
      expect(browser.cookies.get('carillon_login')).toMatch(/^[\w-]{43}$/);
      app.issueCode('code-1', OPENID);
      expect(await comeBack({ code: 'code-1', state })).toBe('/console/orders');
    },
  );

  test('refuses a state after ten minutes', async () => {
    const state = await begin();
    app.issueCode('code-1', OPENID);
    context.advance(10 * 60_000);
    expect(await comeBack({ code: 'code-1', state })).toBe('/console/login?error=wechat_login_expired');
  });

  test.each<[string, Record<string, string>]>([
    ['no state', { code: 'code-1' }],
    ['a state that is not ours', { code: 'code-1', state: 'made-up' }],
    ['a state beyond all bounds', { code: 'code-1', state: 'x'.repeat(5_000) }],
  ])('refuses %s', async (_what, query) => {
    await begin();
    app.issueCode('code-1', OPENID);
    expect(await comeBack(query)).toBe('/console/login?error=wechat_login_expired');
    expect(await isLoggedIn()).toBe(false);
  });

  test('takes a return without a code for a cancelled login', async () => {
    const state = await begin();
    expect(await comeBack({ state })).toBe('/console/login?error=wechat_login_cancelled');
  });

  test('refuses who is on no record', async () => {
    const state = await begin();
    app.issueCode('code-1', 'o-stranger');
    expect(await comeBack({ code: 'code-1', state })).toBe('/console/login?error=wechat_login_unknown');
    expect(await isLoggedIn()).toBe(false);
  });

  test('refuses an openid that another app gave', async () => {
    await linkOpenid(database.db, { username: 'zhou', appid: 'wx-pay', openid: 'o-paying', unionid: null });
    const state = await begin();
    app.issueCode('code-1', 'o-paying');
    expect(await comeBack({ code: 'code-1', state })).toBe('/console/login?error=wechat_login_unknown');
  });

  test('says so when WeChat does not know the code', async () => {
    const state = await begin();
    expect(await comeBack({ code: 'made-up', state })).toBe('/console/login?error=wechat_login_failed');
  });

  test('sets out only for pages of the console', async () => {
    for (const path of [
      '//evil.example',
      '/\\evil.example',
      'https://evil.example/',
      '/console/%2f%2fevil',
    ]) {
      const response = await browser.get(`${START}?return=${encodeURIComponent(path)}`);
      expect(response.headers.location).toBe('/console/login?error=return_path_refused');
    }
  });

  test('pays no heed to an openid in the address', async () => {
    const state = await begin();
    expect(await comeBack({ state, openid: OPENID })).toBe('/console/login?error=wechat_login_cancelled');
    expect(await isLoggedIn()).toBe(false);
  });

  test('gives a fresh session, not one that was planted before', async () => {
    const planted = 'p'.repeat(43);
    browser.cookies.set('carillon_staff', planted);
    const state = await begin();
    app.issueCode('code-1', OPENID);
    await comeBack({ code: 'code-1', state });
    expect(browser.cookies.get('carillon_staff')).not.toBe(planted);
  });
});
