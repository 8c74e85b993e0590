import { beforeAll, describe, expect, test } from 'vitest';
import { createBackOff } from '../platform/back-off.ts';
import type { SessionContext } from '../platform/sessions/session-context.ts';
import { testDatabases } from '../testing/databases.ts';
import { sessionParts } from '../testing/session-parts.ts';
import { makeContext } from '../testing/test-context.ts';
import { hireClerk, openTestShop } from '../testing/test-shop.ts';
import { changePassword } from './change-password.ts';
import { findStaffId, insertIdentity } from './identity-store.ts';
import { createLoginLimit } from './login-limit.ts';
import { findPerson, insertPerson, replaceLogin } from './people-store.ts';
import { verifyPassword } from './password.ts';

const [FIRST, SECOND, THIRD] = ['ring-ring', 'ding-dong-ding', 'dong-ding-dong'];
const ADDRESS = '192.0.2.1';
const IDENTITY = { appid: 'wx-login-app', openid: 'o-zhou', unionid: null };
const [, open] = testDatabases()[0] ?? [];

describe('a change of password', () => {
  let context: SessionContext;
  let staffId: number;
  const limit = createLoginLimit((_name, policy) => createBackOff(policy, { nowMs: () => 0, maxKeys: 100 }));
  const [endOthers, seeToOthers] = [() => Promise.resolve(), () => Promise.resolve()];

  beforeAll(async () => {
    if (open === undefined) throw new Error('There is no database to test with.');
    const database = await open();
    ({ context } = await sessionParts(makeContext(database)));
    const { shopId } = await openTestShop(database, 'password');
    staffId = await hireClerk(database, { shopId, username: 'zhou' });
    await insertIdentity(database.db, staffId, IDENTITY);
  });

  async function isPassword(password: string): Promise<boolean> {
    const person = await findPerson(context.database.db, staffId);
    return verifyPassword(password, person?.passwordHash ?? '');
  }

  test('does not happen when the other sessions cannot be ended', async () => {
    const parts = {
      limit,
      staffId,
      address: ADDRESS,
      endOthers: () => Promise.reject(new Error('away')),
      seeToOthers,
    };
    const change = { currentPassword: FIRST, newPassword: SECOND };
    await expect(changePassword(context, parts, change)).rejects.toThrow('away');
    expect(await isPassword(FIRST)).toBe(true);
  });

  test('is not kept from somebody by wrong logins under a username that looks like their number', async () => {
    for (let guess = 0; guess < 6; guess += 1) await limit.attempt(ADDRESS, String(staffId));
    const parts = { limit, staffId, address: ADDRESS, endOthers, seeToOthers };
    await changePassword(context, parts, { currentPassword: FIRST, newPassword: SECOND });
    expect(await isPassword(SECOND)).toBe(true);
  });

  // Both looked, found the name free, and the second was answered with a failure of the server.
  test('gives a username to one of two who take it at the same moment', async () => {
    const { db } = context.database;
    const [one, two] = [
      await insertPerson(db, { name: 'Li', login: null }),
      await insertPerson(db, { name: 'Sun', login: null }),
    ];
    const login = { username: 'the-one', passwordHash: 'x' };
    expect(await replaceLogin(db, { id: one ?? 0, passwordHash: null }, login)).toBe(true);
    await expect(replaceLogin(db, { id: two ?? 0, passwordHash: null }, login)).rejects.toMatchObject({
      code: 'username_taken',
    });
  });

  test('leaves WeChat bound, unless it is to be unbound with it', async () => {
    const parts = { limit, staffId, address: ADDRESS, endOthers, seeToOthers };
    expect(await findStaffId(context.database.db, IDENTITY)).toBe(staffId);
    const change = { currentPassword: SECOND, newPassword: THIRD, unbindWeChat: true };
    await changePassword(context, parts, change);
    expect(await findStaffId(context.database.db, IDENTITY)).toBeUndefined();
  });
});
