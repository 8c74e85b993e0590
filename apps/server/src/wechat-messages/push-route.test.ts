import { createCipheriv, createHash } from 'node:crypto';
import { createMessagePush } from '@carillon/wechat';
import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Database } from '../platform/database.ts';
import type { ServiceAccount } from '../platform/wechat.ts';
import { emptyTables, testDatabases } from '../testing/databases.ts';
import { makeContext } from '../testing/test-context.ts';
import { openTill } from '../testing/test-till.ts';
import { registerPushRoute } from './push-route.ts';

const APPID = 'wx8888888888888888';
const TOKEN = 'carillontoken';
const AES_KEY = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';
const PATH = '/api/wechat/push';
const sha1 = (...parts: string[]) => createHash('sha1').update(parts.sort().join('')).digest('hex');

function event(msgId: string, status: string): string {
  return (
    `<xml><FromUserName>oA</FromUserName><Event>TEMPLATESENDJOBFINISH</Event>` +
    `<MsgID>${msgId}</MsgID><Status>${status}</Status></xml>`
  );
}

/** As WeChat pushes it: sealed with the EncodingAESKey and signed with the token. */
function pushed(text: string, { token = TOKEN, appid = APPID } = {}) {
  const key = Buffer.from(`${AES_KEY}=`, 'base64');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(Buffer.byteLength(text));
  const content = Buffer.concat([Buffer.alloc(16), length, Buffer.from(text + appid)]);
  const padding = 32 - (content.length % 32);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const sealed = cipher.update(Buffer.concat([content, Buffer.alloc(padding, padding)])).toString('base64');
  const query = new URLSearchParams({
    timestamp: '1',
    nonce: '2',
    msg_signature: sha1(token, '1', '2', sealed),
  });
  return {
    method: 'POST' as const,
    url: `${PATH}?${query.toString()}`,
    headers: { 'content-type': 'text/xml' },
    payload: `<xml><ToUserName>gh_1</ToUserName><Encrypt><![CDATA[${sealed}]]></Encrypt></xml>`,
  };
}

const [pglite] = testDatabases();

describe('what WeChat pushes', () => {
  let database: Database;
  let app: FastifyInstance;
  const onChange = vi.fn<(orderId: number) => Promise<void>>();

  beforeAll(async () => {
    if (pglite === undefined) throw new Error('there is no database to test on');
    const [, open] = pglite;
    database = await open();
    const push = createMessagePush({ appid: APPID, token: TOKEN, encodingAesKey: AES_KEY });
    app = Fastify();
    registerPushRoute(app, { context: makeContext(database), account: { push } as ServiceAccount, onChange });
  });

  beforeEach(async () => {
    await emptyTables(database);
  });

  afterAll(async () => {
    await app.close();
  });

  async function fates() {
    const told = sql<{ msg_id: string; fate: string }>`select msg_id, fate from wechat_message_fate`;
    return (await told.execute(database.db)).rows.map(({ msg_id: msgId, fate }) => ({ msgId, fate }));
  }

  test('is let in by an echo, when the check of the address is signed', async () => {
    const query = { signature: sha1(TOKEN, '1', '2'), timestamp: '1', nonce: '2', echostr: '<b>42</b>' };
    const echoed = await app.inject({ url: PATH, query });
    expect([echoed.statusCode, echoed.payload]).toEqual([200, '<b>42</b>']);
    expect(echoed.headers['content-type']).toContain('text/plain');
    const forged = await app.inject({ url: PATH, query: { ...query, nonce: '3' } });
    expect([forged.statusCode, forged.payload]).toEqual([403, 'wechat_signature_invalid']);
  });

  test('sets a message’s fate once, however often it comes', async () => {
    const replies = await Promise.all(
      [1, 2, 3].map(async () => app.inject(pushed(event('7', 'failed:user block')))),
    );
    expect(replies.map(({ statusCode, payload }) => [statusCode, payload])).toEqual(
      Array(3).fill([200, 'success']),
    );
    await app.inject(pushed(event('7', 'success')));
    expect(await fates()).toEqual([{ msgId: '7', fate: 'user_blocked' }]);
  });

  test('tells, once, of which order something became', async () => {
    const till = await openTill(database);
    const orderId = await till.place();
    await sql`
      insert into wechat_message (shop_id, order_id, kind, openid, data, asked_at, next_attempt_at, state, msg_id, ended_at)
      values (${till.shop.shopId}, ${orderId}, 'order_status', 'oA', '{}', now(), now(), 'sent', '8', now())`.execute(
      database.db,
    );
    for (let time = 0; time < 2; time += 1) await app.inject(pushed(event('8', 'success')));
    await app.inject(pushed(event('9', 'success')));
    expect(onChange.mock.calls).toEqual([[orderId]]);
  });

  test('of anything else is taken and left alone', async () => {
    const reply = await app.inject(pushed('<xml><MsgType>text</MsgType><Content>hi</Content></xml>'));
    expect([reply.statusCode, reply.payload]).toEqual([200, 'success']);
    expect(await fates()).toEqual([]);
  });

  test.each<[string, object, number, string]>([
    [
      'signed with another token',
      pushed(event('7', 'success'), { token: 'other' }),
      403,
      'wechat_signature_invalid',
    ],
    ['of another app', pushed(event('7', 'success'), { appid: 'wx1' }), 403, 'wechat_push_foreign'],
    ['not signed', { ...pushed(event('7', 'success')), url: PATH }, 403, 'wechat_signature_missing'],
    ['not encrypted', { ...pushed(''), payload: event('7', 'success') }, 400, 'wechat_push_malformed'],
    ['empty', { method: 'POST', url: PATH }, 400, 'wechat_push_malformed'],
    ['too large', { ...pushed(''), payload: 'x'.repeat(64 * 1024 + 1) }, 403, 'wechat_push_too_large'],
  ])('is refused when it is %s, and changes nothing', async (_title, request, status, code) => {
    const reply = await app.inject(request);
    expect([reply.statusCode, reply.payload]).toEqual([status, code]);
    expect(await fates()).toEqual([]);
  });

  test('is refused where no push is set up', async () => {
    const bare = Fastify();
    registerPushRoute(bare, { context: makeContext(database), account: undefined, onChange });
    expect((await bare.inject(pushed(event('7', 'success')))).statusCode).toBe(503);
    expect((await bare.inject({ url: PATH })).statusCode).toBe(503);
    await bare.close();
  });
});
