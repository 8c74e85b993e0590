import type { LightMyRequestResponse } from 'fastify';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../platform/database.ts';
import { emptyTables, testDatabases } from '../testing/databases.ts';
import { INSIDE_WECHAT, makeApp } from '../testing/test-app.ts';
import type { TestApp } from '../testing/test-app.ts';
import { logInAs, openBrowser } from '../testing/test-browser.ts';
import type { TestBrowser } from '../testing/test-browser.ts';
import { makeContext } from '../testing/test-context.ts';
import type { TestContext } from '../testing/test-context.ts';
import { hireStaff, openTestShop } from '../testing/test-shop.ts';

const PASSWORD = 'ring-ring';

describe.each(testDatabases())('a shop’s people, on %s', (_name, open) => {
  let database: Database;
  let context: TestContext;
  let app: TestApp;
  let owner: TestBrowser;
  let clerk: TestBrowser;
  let clerkId: number;
  let ownerId: number;
  let base: string;

  beforeAll(async () => {
    database = await open();
  });

  afterEach(async () => {
    await app.close();
  });

  beforeEach(async () => {
    await emptyTables(database);
    context = makeContext(database);
    app = await makeApp(context, { withServiceAccount: true });
    const { shopId } = await openTestShop(database, 'people');
    base = `/api/staff/shops/${shopId}`;
    ownerId = await hireStaff(database, {
      username: 'wang',
      name: 'Wang',
      roles: [{ shopId, role: 'owner' }],
    });
    clerkId = await hireStaff(database, {
      username: 'zhou',
      name: 'Zhou',
      roles: [{ shopId, role: 'clerk' }],
    });
    owner = await logIn('wang');
    clerk = await logIn('zhou');
  });

  async function logIn(username: string, password = PASSWORD): Promise<TestBrowser> {
    return logInAs(app.http, username, password);
  }

  const codeOf = (reply: LightMyRequestResponse) => reply.json<{ error?: { code: string } }>().error?.code;
  const isIn = async (browser: TestBrowser) => (await browser.get('/api/staff/me')).statusCode === 200;

  async function invite(role = 'manager'): Promise<string> {
    const reply = await owner.post(`${base}/invitations`, { name: 'Li', role });
    return reply.json<{ invitation: { token: string } }>().invitation.token;
  }

  test('are shown to the owner, and changed by nobody else', async () => {
    const listed = await owner.get(`${base}/staff`);
    expect(listed.json()).toMatchObject({
      staff: [
        { name: 'Wang', role: 'owner', isSelf: true },
        { name: 'Zhou', role: 'clerk', isDisabled: false, hasPassword: true },
      ],
    });
    expect(codeOf(await clerk.get(`${base}/staff`))).toBe('managers_only');
    for (const what of [`staff/${ownerId}/disable`, `staff/${clerkId}/enable`, 'invitations']) {
      expect(codeOf(await clerk.post(`${base}/${what}`, { name: 'X', role: 'owner' }))).toBe('owners_only');
    }
    expect(codeOf(await clerk.post(`${base}/staff/${clerkId}/role`, { role: 'owner' }))).toBe('owners_only');
  });

  test('who are disabled are out at once, and back in when enabled', async () => {
    await owner.post(`${base}/staff/${clerkId}/disable`);
    expect(await isIn(clerk)).toBe(false);
    const tried = await openBrowser(app.http).post('/api/staff/login', {
      username: 'zhou',
      password: PASSWORD,
    });
    expect(codeOf(tried)).toBe('staff_disabled');
    await owner.post(`${base}/staff/${clerkId}/enable`);
    expect(await isIn(await logIn('zhou'))).toBe(true);
  });

  test('always have an owner, whoever takes roles from whom at once', async () => {
    for (const what of ['disable', 'remove']) {
      expect(codeOf(await owner.post(`${base}/staff/${ownerId}/${what}`))).toBe('last_owner');
    }
    expect(codeOf(await owner.post(`${base}/staff/${ownerId}/role`, { role: 'clerk' }))).toBe('last_owner');
    await owner.post(`${base}/staff/${clerkId}/role`, { role: 'owner' });
    const other = await logIn('zhou');
    await Promise.all([
      owner.post(`${base}/staff/${clerkId}/role`, { role: 'clerk' }),
      other.post(`${base}/staff/${ownerId}/role`, { role: 'clerk' }),
    ]);
    const seen = (await Promise.all([owner, other].map((one) => one.get(`${base}/staff`)))).find(
      ({ statusCode }) => statusCode === 200,
    );
    const staff = seen?.json<{ staff: { role: string }[] }>().staff ?? [];
    expect(staff.filter(({ role }) => role === 'owner')).toHaveLength(1);
  });

  test('join by an invitation, once, with a password of their own', async () => {
    const token = await invite();
    const guest = openBrowser(app.http);
    const read = await guest.post('/api/staff/invitations/read', { token });
    expect(read.json()).toMatchObject({
      invitation: { kind: 'join', role: 'manager', name: 'Li', ways: { password: true, thisAccount: false } },
    });
    const taken = { token, account: { username: 'zhou', password: 'long enough' } };
    expect(codeOf(await guest.post('/api/staff/invitations/accept', taken))).toBe('username_taken');
    const tries = await Promise.all(
      ['li', 'li2'].map(async (username) =>
        openBrowser(app.http).post('/api/staff/invitations/accept', {
          token,
          account: { username, password: 'long enough' },
        }),
      ),
    );
    expect(tries.map(({ statusCode }) => statusCode).sort()).toEqual([200, 404]);
    expect(codeOf(await guest.post('/api/staff/invitations/read', { token }))).toBe('invitation_not_found');
  });

  test('cannot join by an invitation that is old, withdrawn, or of one who is no owner any more', async () => {
    const [old, withdrawn] = [await invite(), await invite()];
    const { invitations } = (await owner.get(`${base}/invitations`)).json<{
      invitations: { id: number }[];
    }>();
    await owner.post(`${base}/invitations/${String(invitations[0]?.id)}/revoke`);
    expect(codeOf(await clerk.post('/api/staff/invitations/read', { token: withdrawn }))).toBe(
      'invitation_not_found',
    );
    await owner.post(`${base}/staff/${clerkId}/role`, { role: 'owner' });
    await owner.post(`${base}/staff/${ownerId}/role`, { role: 'clerk' });
    expect(codeOf(await clerk.post('/api/staff/invitations/read', { token: old }))).toBe(
      'invitation_not_found',
    );
  });

  test('join through WeChat without a password, and choose one later', async () => {
    const token = await invite('clerk');
    const phone = openBrowser(app.http);
    const begun = await phone.post(
      '/api/staff/login/wechat/invitation',
      { token },
      { 'user-agent': INSIDE_WECHAT },
    );
    const { address } = begun.json<{ address: string }>();
    expect(address).toContain('oauth2/authorize');
    app.issueCode('code-1', 'o-li');
    const state = new URL(address).searchParams.get('state') ?? '';
    const back = await phone.get(`/api/staff/login/wechat/callback?code=code-1&state=${state}`);
    expect(back.headers.location).toBe('/console/');
    expect((await owner.get(`${base}/audit?action=acceptInvitationByWeChat`)).json()).toMatchObject({
      entries: [{ by: { name: 'Li' }, subject: { kind: 'staff' }, detail: { role: 'clerk' } }],
    });
    expect((await phone.get('/api/staff/account')).json()).toMatchObject({
      account: { name: 'Li', username: null, hasPassword: false, wechat: { qr: false, official: true } },
    });
    expect(codeOf(await phone.post('/api/staff/wechat/unbind', {}))).toBe('last_way_in');
    expect(codeOf(await phone.post('/api/staff/password', { newPassword: 'long enough' }))).toBe(
      'username_missing',
    );
    const chosen = { username: 'li', newPassword: 'long enough' };
    expect((await phone.post('/api/staff/password', chosen)).json()).toMatchObject({
      account: { username: 'li', hasPassword: true },
    });
    expect(
      (await phone.post('/api/staff/wechat/unbind', { currentPassword: 'long enough' })).statusCode,
    ).toBe(200);
    expect(await isIn(await logIn('li', 'long enough'))).toBe(true);
  });

  test('bind WeChat by a link, to their own account only', async () => {
    const { token } = (await clerk.post('/api/staff/wechat/link', { currentPassword: PASSWORD })).json<{
      token: string;
    }>();
    const phone = openBrowser(app.http);
    const begun = await phone.post(
      '/api/staff/login/wechat/invitation',
      { token },
      { 'user-agent': INSIDE_WECHAT },
    );
    const state = new URL(begun.json<{ address: string }>().address).searchParams.get('state') ?? '';
    app.issueCode('code-1', 'o-zhou');
    await phone.get(`/api/staff/login/wechat/callback?code=code-1&state=${state}`);
    expect((await clerk.get('/api/staff/account')).json()).toMatchObject({
      account: { wechat: { official: true } },
    });
    const other = (await owner.post('/api/staff/wechat/link', { currentPassword: PASSWORD })).json<{
      token: string;
    }>().token;
    const again = openBrowser(app.http);
    const more = await again.post(
      '/api/staff/login/wechat/invitation',
      { token: other },
      { 'user-agent': INSIDE_WECHAT },
    );
    const next = new URL(more.json<{ address: string }>().address).searchParams.get('state') ?? '';
    app.issueCode('code-2', 'o-zhou');
    const refused = await again.get(`/api/staff/login/wechat/callback?code=code-2&state=${next}`);
    expect(refused.headers.location).toBe('/console/login?error=wechat_bound_elsewhere');
  });

  // Somebody finds a console unlocked: what they bound would let them in for good.
  test('bind and unbind WeChat by nobody who only found their console open', async () => {
    const [nothing, guess] = [{}, { currentPassword: 'a guess' }];
    const tried = [
      ['login/wechat/bind', nothing],
      ['login/wechat/bind', guess],
      ['wechat/link', nothing],
      ['wechat/link', guess],
      ['wechat/unbind', guess],
    ] as const;
    for (const [path, body] of tried) {
      const reply = await clerk.post(`/api/staff/${path}`, { returnPath: '/console/account', ...body });
      expect([path, codeOf(reply)]).toEqual([path, 'wrong_password']);
    }
    // They are counted like guesses at the login.
    expect(codeOf(await clerk.post('/api/staff/wechat/link', guess))).toBe('too_many_logins');
  });

  test('bind WeChat by no link that they made before they were disabled', async () => {
    const { token } = (await clerk.post('/api/staff/wechat/link', { currentPassword: PASSWORD })).json<{
      token: string;
    }>();
    const phone = openBrowser(app.http);
    const agent = { 'user-agent': INSIDE_WECHAT };
    const begun = await phone.post('/api/staff/login/wechat/invitation', { token }, agent);
    const state = new URL(begun.json<{ address: string }>().address).searchParams.get('state') ?? '';
    await owner.post(`${base}/staff/${clerkId}/disable`);
    app.issueCode('code-1', 'o-zhou');
    const back = await phone.get(`/api/staff/login/wechat/callback?code=code-1&state=${state}`);
    expect(back.headers.location).toBe('/console/login?error=invitation_not_found');
    expect(await isIn(phone)).toBe(false);
  });

  test.each(['disable', 'remove'])('cannot bind WeChat by a link from before: %s', async (what) => {
    const { token } = (await clerk.post('/api/staff/wechat/link', { currentPassword: PASSWORD })).json<{
      token: string;
    }>();
    await owner.post(`${base}/staff/${clerkId}/${what}`);
    // For one who is enabled again, too.
    if (what === 'disable') await owner.post(`${base}/staff/${clerkId}/enable`);
    const read = await openBrowser(app.http).post('/api/staff/invitations/read', { token });
    expect(codeOf(read)).toBe('invitation_not_found');
  });

  test('bind the QR login only where and while they are logged in', async () => {
    const binding = { currentPassword: PASSWORD, returnPath: '/console/account' };
    const begun = await clerk.post('/api/staff/login/wechat/bind', binding);
    const state = new URL(begun.json<{ address: string }>().address).searchParams.get('state') ?? '';
    await clerk.post('/api/staff/login', { username: 'wang', password: PASSWORD });
    app.issueCode('code-1', 'o-zhou');
    const back = await clerk.get(`/api/staff/login/wechat/callback?code=code-1&state=${state}`);
    expect(back.headers.location).toBe('/console/account?error=wechat_login_expired');
  });

  test('see where they are logged in, and end it; a new password ends the rest', async () => {
    const tablet = await logIn('zhou');
    const listed = (await clerk.get('/api/staff/sessions')).json<{
      sessions: { id: string; isThis: boolean }[];
    }>();
    expect(listed.sessions.map(({ isThis }) => isThis)).toEqual([true, false]);
    expect(codeOf(await owner.post(`/api/staff/sessions/${listed.sessions[1]?.id ?? ''}/end`))).toBe(
      'session_not_found',
    );
    await clerk.post(`/api/staff/sessions/${listed.sessions[1]?.id ?? ''}/end`);
    expect(await isIn(tablet)).toBe(false);
    const phone = await logIn('zhou');
    const wrong = { currentPassword: 'wrong', newPassword: 'long enough' };
    expect(codeOf(await clerk.post('/api/staff/password', wrong))).toBe('wrong_password');
    await clerk.post('/api/staff/password', { ...wrong, currentPassword: PASSWORD });
    expect([await isIn(clerk), await isIn(phone)]).toEqual([true, false]);
  });

  test('leave in the log of the shop that they came, however they did, and of no other', async () => {
    const elsewhere = await openTestShop(database, 'elsewhere');
    const roles = [{ shopId: elsewhere.shopId, role: 'owner' as const }];
    await hireStaff(database, { username: 'sun', name: 'Sun', roles });
    const sun = await logIn('sun');
    const logOf = async (browser: TestBrowser, shop: string) =>
      (await browser.get(`${shop}/audit`))
        .json<{ entries: { action: string; by: { name: string } }[] }>()
        .entries.map(({ action, by }) => `${by.name} ${action}`);
    const account = { username: 'li', password: 'long enough' };
    const li = openBrowser(app.http);
    await li.post('/api/staff/login', { username: 'wang', password: PASSWORD });
    const replaced = li.cookieHeader();
    await li.post('/api/staff/invitations/accept', { token: await invite(), account });
    const after = await app.http.inject({ url: '/api/staff/me', headers: { cookie: replaced } });
    expect(after.statusCode).toBe(401);
    // What they do as buyers is nobody's business, not even that of the shop where they do it.
    const body = { lines: [{ productId: elsewhere.products.rice, quantity: 1 }], totalFen: 200 };
    await sun.get(`/api/shops/${elsewhere.shopId}/menu`);
    const path = `/api/shops/${elsewhere.shopId}/orders`;
    expect((await sun.post(path, body, { 'idempotency-key': 'k' })).statusCode).toBe(200);
    await sun.post('/api/staff/invitations/accept', { token: await invite(), account: null });
    await li.post('/api/staff/logout');
    const { statusCode } = await li.post('/api/staff/login', { username: 'sun', password: PASSWORD });
    expect(statusCode).toBe(200);
    expect((await logOf(owner, base)).slice(0, 6)).toEqual([
      'Sun logIn',
      'Li logOut',
      'Sun acceptInvitation',
      'Wang inviteStaff',
      'Li acceptInvitation',
      'Wang inviteStaff',
    ]);
    expect(await logOf(sun, `/api/staff/shops/${elsewhere.shopId}`)).toEqual(['Sun logIn', 'Sun logIn']);
  });

  test('leave in the log what they did, without what is secret', async () => {
    await owner.post(`${base}/staff/${clerkId}/role`, { role: 'manager' });
    await owner.post('/api/staff/password', { currentPassword: PASSWORD, newPassword: 'long enough' });
    await owner.post(`${base}/open`, { isOpen: false });
    const reply = await owner.get(`${base}/audit`);
    expect(reply.json()).toMatchObject({
      entries: [
        { action: 'setShopOpen', subject: null, detail: { isOpen: false } },
        { action: 'changePassword', detail: {} },
        {
          action: 'changeRole',
          by: { name: 'Wang' },
          subject: { kind: 'staff' },
          detail: { role: 'manager' },
        },
        { action: 'logIn', by: { name: 'Zhou' }, subject: null },
        { action: 'logIn', by: { name: 'Wang' }, subject: null },
      ],
      next: null,
    });
    expect(reply.body).not.toContain('long enough');
    const filtered = await owner.get(`${base}/audit?action=changeRole&subject=staff:${clerkId}`);
    expect(filtered.json<{ entries: unknown[] }>().entries).toHaveLength(1);
  });

  test('who close the shop keep orders out until it is open again', async () => {
    const shopId = Number(base.split('/').at(-1));
    await clerk.post(`${base}/open`, { isOpen: false });
    const guest = openBrowser(app.http);
    const menu = await guest.get(`/api/shops/${shopId}/menu`);
    expect(menu.json()).toMatchObject({ shop: { isOpen: false } });
    const lines = [
      {
        productId: menu.json<{ categories: { products: { id: number }[] }[] }>().categories[0]?.products[1]
          ?.id,
        quantity: 1,
      },
    ];
    const order = { lines, totalFen: 200 };
    const url = `/api/shops/${shopId}/orders`;
    expect(codeOf(await guest.post(url, order, { 'idempotency-key': 'k' }))).toBe('shop_closed');
    await clerk.post(`${base}/open`, { isOpen: true });
    expect((await guest.post(url, order, { 'idempotency-key': 'k' })).statusCode).toBe(200);
  });
});
