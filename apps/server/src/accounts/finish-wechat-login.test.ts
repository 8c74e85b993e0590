import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { SessionContext } from '../platform/sessions/session-context.ts';
import { staffOwner } from '../platform/sessions/session.ts';
import { testDatabases } from '../testing/databases.ts';
import { sessionParts } from '../testing/session-parts.ts';
import { makeContext } from '../testing/test-context.ts';
import { hireClerk, hireStaff, openTestShop } from '../testing/test-shop.ts';
import { beginWeChatLogin } from './begin-wechat-login.ts';
import { disableStaff } from './change-place.ts';
import { finishWeChatLogin } from './finish-wechat-login.ts';
import { insertIdentity } from './identity-store.ts';
import type { StaffApps } from './staff-apps.ts';
import { unbindWeChat } from './unbind-wechat.ts';

const IDENTITY = { appid: 'wx-login-app', openid: 'o-zhou', unionid: null };
const apps: StaffApps = {
  open: {
    appid: IDENTITY.appid,
    client: {
      authorizeUrl: () => 'https://open.wechat.test/',
      exchangeCode: () => Promise.resolve({ openid: IDENTITY.openid, unionid: undefined }),
    },
  },
  service: undefined,
};
const [, open] = testDatabases()[0] ?? [];

describe('a login through WeChat', () => {
  let context: SessionContext;
  let shopId: number;
  let ownerId: number;
  let staffId: number;

  beforeAll(async () => {
    if (open === undefined) throw new Error('There is no database to test with.');
    const database = await open();
    ({ context } = await sessionParts(makeContext(database)));
    ({ shopId } = await openTestShop(database, 'scanned'));
    staffId = await hireClerk(database, { shopId, username: 'zhou' });
    const roles = [{ shopId, role: 'owner' as const }];
    ownerId = await hireStaff(database, { username: 'wang', name: 'Wang', roles });
  });

  beforeEach(async () => insertIdentity(context.database.db, staffId, IDENTITY));

  /** Comes back from WeChat; `meanwhile` happens between the look at who it is and the start of the session. */
  async function logIn(meanwhile: () => Promise<unknown>): Promise<unknown> {
    const { sessions } = context;
    const slow: SessionContext = {
      ...context,
      sessions: {
        ...sessions,
        async start(login) {
          await meanwhile();
          return sessions.start(login);
        },
      },
    };
    const [browserToken, purpose, app] = [context.ids.token(), 'log_in', 'open'] as const;
    const login = { purpose, app, subject: null, returnPath: '/console/', browserToken };
    const state = await beginWeChatLogin(context, login);
    const back = { state, browserToken, code: 'code', staffId: undefined, userAgent: undefined };
    return finishWeChatLogin(slow, apps, back);
  }

  test.each([
    ['unbound', 'wechat_login_unknown', async () => unbindWeChat(context, { staffId, session: '' })],
    ['disabled', 'staff_disabled', async () => disableStaff(context, { shopId, staffId, by: ownerId })],
  ])('leaves no session when its person is %s just before it starts', async (_what, code, meanwhile) => {
    await expect(logIn(meanwhile)).rejects.toMatchObject({ code });
    expect(await context.sessions.list(staffOwner(staffId))).toEqual([]);
  });
});
