import { beforeAll, expect, test } from 'vitest';
import type { SessionContext } from '../platform/sessions/session-context.ts';
import { staffOwner } from '../platform/sessions/session.ts';
import type { LoginWay } from '../platform/sessions/session.ts';
import { testDatabases } from '../testing/databases.ts';
import { sessionParts } from '../testing/session-parts.ts';
import { makeContext } from '../testing/test-context.ts';
import { hireClerk, openTestShop } from '../testing/test-shop.ts';
import { unbindWeChat } from './unbind-wechat.ts';

const [, open] = testDatabases()[0] ?? [];
let context: SessionContext;
let staffId: number;

beforeAll(async () => {
  if (open === undefined) throw new Error('There is no database to test with.');
  const database = await open();
  ({ context } = await sessionParts(makeContext(database)));
  const { shopId } = await openTestShop(database, 'unbound');
  staffId = await hireClerk(database, { shopId, username: 'zhou' });
});

test('unbinding WeChat ends the sessions that came by it, but for the one that asks', async () => {
  const start = async (way: LoginWay, device: string) =>
    context.sessions.find(await context.sessions.start({ ...staffOwner(staffId), way, device }));

  const own = await start('wechat_qr', 'own');
  await start('password', 'till');
  await start('wechat_qr', 'laptop');
  await start('h5', 'phone');
  await unbindWeChat(context, { staffId, session: own?.id ?? '' });
  const left = await context.sessions.list(staffOwner(staffId));
  expect(left.map(({ device }) => device).toSorted()).toEqual(['own', 'till']);
});
