import { Readable } from 'node:stream';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../platform/database.ts';
import { createSessions } from '../platform/sessions/sessions.ts';
import { createSqlSessionStore } from '../platform/sessions/sql-session-store.ts';
import { buyerOwner } from '../platform/sessions/session.ts';
import { testDatabases } from '../testing/databases.ts';
import { makeApp } from '../testing/test-app.ts';
import type { TestApp } from '../testing/test-app.ts';
import { logInAs, openBrowser } from '../testing/test-browser.ts';
import type { TestBrowser } from '../testing/test-browser.ts';
import { makeContext } from '../testing/test-context.ts';
import type { TestContext } from '../testing/test-context.ts';
import { formOf, makePicture } from '../testing/test-picture.ts';
import { hireClerk, hireStaff, openTestShop } from '../testing/test-shop.ts';

const STAFF = 'carillon_staff';
const [pglite] = testDatabases();

describe('a session of staff', () => {
  let database: Database;
  let context: TestContext;
  let app: TestApp;
  let shopId: number;

  beforeAll(async () => {
    if (pglite === undefined) throw new Error('There is no database to test with.');
    database = await pglite[1]();
    context = makeContext(database);
    app = await makeApp(context);
    ({ shopId } = await openTestShop(database, 'attacked'));
    await hireClerk(database, { shopId, username: 'zhou' });
  });

  afterAll(async () => {
    await app.close();
  });

  async function logIn(browser: TestBrowser): Promise<string> {
    await browser.post('/api/staff/login', { username: 'zhou', password: 'ring-ring' });
    return browser.cookies.get(STAFF) ?? '';
  }

  async function statusWith(token: string): Promise<number> {
    const cookies = { [STAFF]: token };
    return (await app.http.inject({ url: `/api/staff/shops/${shopId}/orders`, cookies })).statusCode;
  }

  test('never has the token that somebody planted in the browser before the login', async () => {
    const planted = context.ids.token();
    const victim = openBrowser(app.http);
    victim.cookies.set(STAFF, planted);
    expect(await logIn(victim)).not.toBe(planted);
    expect(await statusWith(planted)).toBe(401);
  });

  test('is not the other browser’s that logs in again: each has its own, and one’s end leaves the other', async () => {
    const [one, two] = [openBrowser(app.http), openBrowser(app.http)];
    const tokens = [await logIn(one), await logIn(two)];
    await one.post('/api/staff/logout');
    expect(await Promise.all(tokens.map(statusWith))).toEqual([401, 200]);
  });

  test('is opened by no buyer’s token, by no name of a session, and by nothing that only looks like one', async () => {
    const store = createSqlSessionStore(database.db);
    const sessions = createSessions({ ...context, store, tell: () => Promise.resolve() });
    const ofBuyer = await sessions.start({ ...buyerOwner('1'), way: 'mini_program', device: '' });
    const own = await logIn(openBrowser(app.http));
    const [session] = await store.list({ kind: 'staff', subject: '1' }, context.clock.now());
    const id = session?.id ?? '';
    expect(id).toHaveLength(64);
    const forged = [ofBuyer, id, id.slice(0, 43), `${own}x`, own.toUpperCase(), `${own.slice(0, -1)}%`, ''];
    for (const token of forged) expect([token, await statusWith(token)]).toEqual([token, 401]);
    expect(await statusWith(own)).toBe(200);
  });

  test('is not started by a page of another site, and not ended by one', async () => {
    const attacks: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { 'sec-fetch-site': 'cross-site' },
      { origin: 'null' },
    ];
    const victim = openBrowser(app.http);
    for (const headers of attacks) {
      const login = { username: 'zhou', password: 'ring-ring' };
      expect((await victim.post('/api/staff/login', login, headers)).statusCode).toBe(403);
    }
    expect(victim.cookies.size).toBe(0);
    const token = await logIn(victim);
    for (const headers of attacks) {
      expect((await victim.post('/api/staff/logout', undefined, headers)).statusCode).toBe(403);
    }
    expect(await statusWith(token)).toBe(200);
  });

  test('keeps no picture of a manager who was dismissed while it was on its way', async () => {
    const hire = async (username: string, role: 'owner' | 'manager') =>
      hireStaff(database, { username, name: username, roles: [{ shopId, role }] });
    await hire('keeper', 'owner');
    const dismissedId = await hire('uploader', 'manager');
    const [boss, dismissed] = [await logInAs(app.http, 'keeper'), await logInAs(app.http, 'uploader')];
    const form = formOf(await makePicture('png', { width: 64, height: 64 }));

    const judged = Promise.withResolvers<undefined>();
    const payload = new Readable({ read: () => judged.resolve(undefined) });
    const late = app.http.inject({
      method: 'POST',
      url: `/api/staff/shops/${shopId}/pictures`,
      headers: form.headers,
      cookies: Object.fromEntries(dismissed.cookies),
      payload,
    });
    const answered = late.then((reply) => reply.statusCode);
    await judged.promise;
    await boss.post(`/api/staff/shops/${shopId}/staff/${dismissedId}/disable`);
    payload.push(form.payload);
    payload.push(null);
    expect(await answered).toBe(401);
    const { rows } = await sql`select from picture`.execute(database.db);
    expect(rows).toEqual([]);
  });

  test.each([
    ['disabled', 'disable', undefined, 'enable', {}],
    ['made a clerk', 'role', { role: 'clerk' }, 'role', { role: 'owner' }],
  ])(
    'does not undo that its owner was %s, by a request that began before and ends after',
    async (_title, taking, takingBody, undoing, undoingBody) => {
      const [first, second] = await Promise.all(
        ['first', 'second'].map(async (name) => {
          const username = `${name}-${taking}`;
          return {
            username,
            id: await hireStaff(database, { username, name, roles: [{ shopId, role: 'owner' }] }),
          };
        }),
      );
      if (first === undefined || second === undefined) throw new TypeError('There are two owners.');
      const boss = await logInAs(app.http, first.username);
      const dismissed = await logInAs(app.http, second.username);
      const place = `/api/staff/shops/${shopId}/staff/${second.id}`;

      // The head of the request is judged, and its body waited for, while the rights are taken.
      const judged = Promise.withResolvers<undefined>();
      const payload = new Readable({ read: () => judged.resolve(undefined) });
      const late = app.http.inject({
        method: 'POST',
        url: `${place}/${undoing}`,
        headers: { 'content-type': 'application/json' },
        cookies: Object.fromEntries(dismissed.cookies),
        payload,
      });
      const answered = late.then((reply) => reply.statusCode);
      await judged.promise;
      expect((await boss.post(`${place}/${taking}`, takingBody)).statusCode).toBe(200);
      payload.push(JSON.stringify(undoingBody));
      payload.push(null);
      expect([401, 403]).toContain(await answered);
      expect((await boss.get(`/api/staff/shops/${shopId}/staff`)).json()).toMatchObject({
        staff: expect.arrayContaining([
          expect.objectContaining(
            taking === 'disable' ? { id: second.id, isDisabled: true } : { id: second.id, role: 'clerk' },
          ),
        ]) as unknown,
      });
    },
  );
});
