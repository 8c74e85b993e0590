import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../platform/database.ts';
import { emptyTables, testDatabases } from '../testing/databases.ts';
import { makeApp } from '../testing/test-app.ts';
import type { TestApp } from '../testing/test-app.ts';
import { openBrowser } from '../testing/test-browser.ts';
import type { TestBrowser } from '../testing/test-browser.ts';
import { makeContext } from '../testing/test-context.ts';
import type { TestContext } from '../testing/test-context.ts';
import { hireClerk, openTestShop } from '../testing/test-shop.ts';

const HOUR_MS = 60 * 60_000;

describe.each(testDatabases())('staff accounts over HTTP, on %s', (_name, open) => {
  let database: Database;
  let context: TestContext;
  let app: TestApp;
  let browser: TestBrowser;
  let shopId: number;

  beforeAll(async () => {
    database = await open();
  });

  afterEach(async () => {
    await app.close();
  });

  beforeEach(async () => {
    await emptyTables(database);
    context = makeContext(database);
    app = await makeApp(context);
    browser = openBrowser(app.http);
    ({ shopId } = await openTestShop(database, 'accounts'));
    await hireClerk(database, { shopId, username: 'zhou' });
  });

  async function logIn(password = 'ring-ring', username = 'zhou') {
    return browser.post('/api/staff/login', { username, password });
  }

  async function isLoggedIn(): Promise<boolean> {
    return (await browser.get('/api/staff/me')).statusCode === 200;
  }

  test('logs in by password and says who it is and where they work', async () => {
    const expected = {
      staff: { name: 'Clerk zhou', shops: [{ id: shopId, name: 'Shop accounts', role: 'clerk' }] },
    };
    expect((await logIn()).json()).toMatchObject(expected);
    expect((await browser.get('/api/staff/me')).json()).toMatchObject(expected);
  });

  test('sets a cookie that scripts cannot read and other sites cannot send', async () => {
    const [cookie] = (await logIn()).cookies;
    expect(cookie).toMatchObject({ name: 'carillon_staff', httpOnly: true, sameSite: 'Lax', path: '/' });
    expect(cookie?.value).toMatch(/^[\w-]{43}$/);
    expect(cookie?.secure).toBeUndefined();
  });

  test('sets a Secure cookie where browsers come by TLS', async () => {
    const secure = await makeApp(context, { publicUrl: 'https://shop.test' });
    const payload = { username: 'zhou', password: 'ring-ring' };
    const { cookies } = await secure.http.inject({ method: 'POST', url: '/api/staff/login', payload });
    expect(cookies[0]).toMatchObject({ name: 'carillon_staff', secure: true });
    await secure.close();
  });

  test('sets a Secure cookie behind a proxy that says it ends TLS', async () => {
    const proxied = await makeApp(context, { trustedProxies: 1 });
    const login = { username: 'zhou', password: 'ring-ring' };
    const headers = { 'x-forwarded-proto': 'https' };
    const { cookies } = await openBrowser(proxied.http).post('/api/staff/login', login, headers);
    expect(cookies[0]).toMatchObject({ name: 'carillon_staff', secure: true });
    await proxied.close();
  });

  test('refuses a wrong password and an unknown username in the same words', async () => {
    const wrong = await logIn('ring');
    const unknown = await logIn('ring-ring', 'nobody');
    expect(wrong.statusCode).toBe(401);
    expect(wrong.json()).toMatchObject({ error: { code: 'wrong_credentials' } });
    expect(unknown.json()).toEqual(wrong.json());
    expect(await isLoggedIn()).toBe(false);
  });

  test('stops guessing after five attempts, for the right password too', async () => {
    for (let attempt = 0; attempt < 5; attempt += 1) await logIn('guess');
    const refusal = await logIn();
    expect(refusal.statusCode).toBe(429);
    expect(refusal.json()).toMatchObject({
      error: { code: 'too_many_logins', details: { retryAfterSeconds: 30 } },
    });
    context.advance(30_000);
    expect((await logIn()).statusCode).toBe(200);
  });

  test('gives a fresh token with every login', async () => {
    await logIn();
    const first = browser.cookies.get('carillon_staff');
    await logIn();
    expect(browser.cookies.get('carillon_staff')).not.toBe(first);
  });

  test('ends a session two hours after it was last used', async () => {
    await logIn();
    context.advance(1.9 * HOUR_MS);
    expect(await isLoggedIn()).toBe(true);
    context.advance(1.9 * HOUR_MS);
    expect(await isLoggedIn()).toBe(true);
    context.advance(2 * HOUR_MS);
    expect(await isLoggedIn()).toBe(false);
  });

  test('ends the session at logout, for whoever kept its token too', async () => {
    await logIn();
    const token = browser.cookies.get('carillon_staff') ?? '';
    expect((await browser.post('/api/staff/logout')).statusCode).toBe(204);
    expect(browser.cookies.has('carillon_staff')).toBe(false);
    browser.cookies.set('carillon_staff', token);
    expect(await isLoggedIn()).toBe(false);
  });

  test('logs out without complaint when nobody is logged in', async () => {
    expect((await browser.post('/api/staff/logout')).statusCode).toBe(204);
  });

  test.each(['', 'x', 'a'.repeat(43), '%00', `${'a'.repeat(42)}é`])(
    'takes %j for no session',
    async (value) => {
      browser.cookies.set('carillon_staff', value);
      expect((await browser.get('/api/staff/me')).json()).toMatchObject({ error: { code: 'not_logged_in' } });
    },
  );

  test('keeps staff of one shop out of another', async () => {
    await logIn();
    const other = await openTestShop(database, 'elsewhere');
    for (const what of ['orders', 'tables']) {
      const refusal = await browser.get(`/api/staff/shops/${other.shopId}/${what}`);
      expect(refusal.statusCode).toBe(403);
      expect(refusal.json()).toMatchObject({ error: { code: 'not_your_shop' } });
      expect((await browser.get(`/api/staff/shops/${shopId}/${what}`)).statusCode).toBe(200);
    }
  });

  test('keeps everybody out who is not logged in', async () => {
    for (const url of [`/api/staff/shops/${shopId}/orders`, `/api/staff/shops/${shopId}/tables`]) {
      expect((await browser.get(url)).json()).toMatchObject({ error: { code: 'not_logged_in' } });
    }
    for (const url of ['/api/staff/orders/1/accept', '/api/staff/orders/1/complete']) {
      expect((await browser.post(url)).json()).toMatchObject({ error: { code: 'not_logged_in' } });
    }
  });
});
