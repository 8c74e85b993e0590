import { beforeAll, describe, expect, test } from 'vitest';
import { createBackOff } from '../platform/back-off.ts';
import type { SessionContext } from '../platform/sessions/session-context.ts';
import { staffOwner } from '../platform/sessions/session.ts';
import { testDatabases } from '../testing/databases.ts';
import { sessionParts } from '../testing/session-parts.ts';
import { makeContext } from '../testing/test-context.ts';
import { hireClerk, openTestShop } from '../testing/test-shop.ts';
import { changePassword } from './change-password.ts';
import { logIn } from './log-in.ts';
import { createLoginLimit } from './login-limit.ts';

const [OLD, NEW] = ['ring-ring', 'ding-dong-ding'];
const ADDRESS = '192.0.2.1';
const [, open] = testDatabases()[0] ?? [];

const limit = createLoginLimit((_name, policy) => createBackOff(policy, { nowMs: () => 0, maxKeys: 100 }));

describe('a login while the password is changed', () => {
  let context: SessionContext;
  let staffId: number;

  beforeAll(async () => {
    if (open === undefined) throw new Error('There is no database to test with.');
    const database = await open();
    ({ context } = await sessionParts(makeContext(database)));
    const { shopId } = await openTestShop(database, 'changed');
    staffId = await hireClerk(database, { shopId, username: 'zhou' });
  });

  async function change(currentPassword: string, newPassword: string): Promise<void> {
    const endOthers = async () => {
      await context.sessions.endAll(staffOwner(staffId), { reason: 'password_changed' });
    };
    const parts = { limit, staffId, address: ADDRESS, endOthers, seeToOthers: endOthers };
    await changePassword(context, parts, { currentPassword, newPassword });
  }

  test('leaves no session when it found the old one right just before', async () => {
    // Between the look at the password and the start of the session, the change does all that it does.
    const { sessions } = context;
    const slow: SessionContext = {
      ...context,
      sessions: {
        ...sessions,
        async start(login) {
          await change(OLD, NEW);
          return sessions.start(login);
        },
      },
    };
    const login = { username: 'zhou', password: OLD, address: ADDRESS, userAgent: undefined };
    await expect(logIn(slow, limit, login)).rejects.toMatchObject({ code: 'wrong_credentials' });
    expect(await sessions.list(staffOwner(staffId))).toEqual([]);
    await logIn(context, limit, { ...login, password: NEW });
    expect(await sessions.list(staffOwner(staffId))).toHaveLength(1);
  });

  test('is one of two changes at most: the second knew a password that is no longer the present one', async () => {
    const changes = await Promise.allSettled([change(NEW, 'ring-one-ring'), change(NEW, 'ring-two-ring')]);
    expect(changes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(changes).toContainEqual(
      expect.objectContaining({ reason: expect.objectContaining({ code: 'wrong_password' }) as unknown }),
    );
  });
});
