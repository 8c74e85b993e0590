import {
  createMessagePush,
  createMiniLogin,
  createStableToken,
  createTemplateMessages,
  createWebLogin,
} from '@carillon/wechat';
import type { PushedMessage } from '@carillon/wechat';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { startTestSandbox } from './testing/index.ts';

/** As two-readings.test.ts, of logins, messages and pushes. */
const PUSH_URL = 'http://127.0.0.1:9/api/wechat/push';

async function meet({ listens = true } = {}) {
  const pushed: PushedMessage[] = [];
  const answers: string[] = [];
  const sandbox = await startTestSandbox({
    fetch: (input, init) => {
      const url = new URL(input instanceof Request ? input.url : input);
      const query = Object.fromEntries(url.searchParams);
      if (init?.method !== 'POST') return Promise.resolve(new Response(push.confirmAddress(query)));
      pushed.push(push.read({ query, rawBody: Buffer.from(typeof init.body === 'string' ? init.body : '') }));
      return Promise.resolve(new Response(answers.shift() ?? 'success'));
    },
  });
  onTestFinished(sandbox.close);
  const { identity, people, url } = sandbox;
  const push = createMessagePush({ appid: identity.payAppid, ...identity.push });
  if (listens) await sandbox.control('PUT', '/push-address', { url: PUSH_URL });
  const app = { apiBaseUrl: url, appid: identity.payAppid, secret: identity.paySecret };
  const stableToken = createStableToken(app);
  const messages = createTemplateMessages({ ...app, stableToken });
  const message = {
    openid: people.find(({ id }) => id === 'aming')?.openids[identity.payAppid] ?? '',
    templateId: identity.templates.orderStatus,
    data: { first: '您的订单已完成', keyword5: '￥42.00', remark: '谢谢' },
    url: 'https://shop.example/orders/42',
  };
  const arm = (name: string) => sandbox.control('POST', '/faults', { name });
  return { sandbox, identity, people, app, stableToken, messages, message, pushed, answers, arm };
}

describe('they agree on', () => {
  test('a template message that arrives, and the event of it', async () => {
    const { sandbox, messages, message, pushed } = await meet();
    const { msgId } = await messages.send(message);
    expect(msgId).toMatch(/^3\d{18}$/);
    await vi.waitFor(() => {
      expect(pushed).toEqual([
        { kind: 'template-finished', msgId, openid: message.openid, fate: 'delivered', status: 'success' },
      ]);
    });
    expect(await sandbox.control('GET', '/messages')).toMatchObject({
      messages: [
        { msgId, person: 'aming', template: 'orderStatus', fields: message.data, status: 'success' },
      ],
    });
  });

  test.each([
    ['message-user-block', 'user_blocked'],
    ['message-system-failed', 'system_failed'],
  ])('the end of a message with %s', async (fault, fate) => {
    const { messages, message, pushed, arm } = await meet();
    await arm(fault);
    await messages.send(message);
    await vi.waitFor(() => expect(pushed).toMatchObject([{ fate }]));
  });

  test('an event that comes twice, or again because it was not answered', async () => {
    const { messages, message, pushed, answers, arm } = await meet();
    await arm('push-twice');
    await messages.send(message);
    await vi.waitFor(() => expect(pushed).toHaveLength(2));
    answers.push('busy', 'busy');
    await messages.send({ ...message, clientMsgId: 'b' });
    await vi.waitFor(() => expect(pushed).toHaveLength(5));
  });

  test('a message of the same client_msg_id, which is one', async () => {
    const { sandbox, messages, message, arm } = await meet({ listens: false });
    await arm('message-500');
    await expect(messages.send({ ...message, clientMsgId: 'a' })).rejects.toMatchObject({
      outcome: 'unknown',
    });
    await messages.send({ ...message, clientMsgId: 'a' });
    expect(await sandbox.control('GET', '/messages')).toMatchObject({ messages: [{ person: 'aming' }] });
  });

  test('a token that is good no more, fetched afresh', async () => {
    const { stableToken, messages, message, arm } = await meet({ listens: false });
    const first = await stableToken.find();
    await arm('token-invalid');
    await messages.send(message);
    expect(await stableToken.find()).not.toBe(first);
  });

  test.each([
    ['message-not-following', 'wechat_not_following'],
    ['message-quota', 'wechat_quota_used'],
    ['message-data-wrong', 'wechat_message_refused'],
    ['message-busy', 'wechat_busy'],
  ])('a message refused by %s', async (fault, code) => {
    const { messages, message, arm } = await meet({ listens: false });
    await arm(fault);
    await expect(messages.send(message)).rejects.toMatchObject({ code });
  });

  test('a receiver, a template and a secret that are none', async () => {
    const { messages, message, app } = await meet({ listens: false });
    await expect(messages.send({ ...message, openid: 'oNobody' })).rejects.toMatchObject({
      code: 'wechat_openid_unknown',
    });
    await expect(messages.send({ ...message, templateId: 'none' })).rejects.toMatchObject({
      code: 'wechat_template_unknown',
    });
    await expect(createStableToken({ ...app, secret: 'x' }).find()).rejects.toMatchObject({
      code: 'wechat_secret_invalid',
    });
  });

  test('the login of a mini program, whose code is good once', async () => {
    const { sandbox, identity, people, arm } = await meet({ listens: false });
    const { miniAppid: appid, miniSecret: secret } = identity;
    const login = createMiniLogin({ apiBaseUrl: sandbox.url, appid, secret });
    const open = async () =>
      ((await sandbox.control('POST', '/mini-codes', { person: 'xiaolin' })) as { code: string }).code;
    const code = await open();
    const xiaolin = people.find(({ id }) => id === 'xiaolin');
    expect(await login.exchangeCode(code)).toEqual({
      openid: xiaolin?.openids[appid],
      unionid: xiaolin?.unionid,
    });
    await expect(login.exchangeCode(code)).rejects.toMatchObject({ code: 'wechat_login_code_used' });
    for (const [fault, refusal] of [
      ['risk-user', 'wechat_risk_user'],
      ['login-code-expired', 'wechat_login_code_invalid'],
      ['login-code-used', 'wechat_login_code_used'],
    ] as const) {
      await arm(fault);
      await expect(login.exchangeCode(await open())).rejects.toMatchObject({ code: refusal });
    }
  });

  test('the silent login of a page, of a person and of a snapshot page’s stand-in', async () => {
    const { app, sandbox, message, arm } = await meet({ listens: false });
    const login = createWebLogin({ ...app, openBaseUrl: sandbox.url });
    const back = 'http://127.0.0.1:9/api/buyer/login/wechat/callback';
    const visit = async () => {
      const address = new URL(login.authorizeUrl({ redirectUri: back, state: 'state1' }));
      address.searchParams.append('sandbox_person', 'aming');
      const { headers } = await fetch(address, { redirect: 'manual' });
      return new URL(headers.get('location') ?? '').searchParams.get('code') ?? '';
    };
    expect(await login.exchangeCode(await visit())).toMatchObject({
      openid: message.openid,
      isSnapshotUser: false,
    });
    await arm('snapshot-user');
    expect(await login.exchangeCode(await visit())).toMatchObject({ isSnapshotUser: true });
  });
});

test('an address that does not answer the check is not entered', async () => {
  const sandbox = await startTestSandbox({ fetch: () => Promise.resolve(new Response('hello')) });
  onTestFinished(sandbox.close);
  await expect(sandbox.control('PUT', '/push-address', { url: PUSH_URL })).rejects.toThrow(
    'push_address_refused',
  );
  expect(await sandbox.control('GET', '/push-address')).toEqual({ url: null, mini: null });
});
