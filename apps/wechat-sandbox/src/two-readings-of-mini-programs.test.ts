import { sign } from 'node:crypto';
import {
  createMessagePush,
  createPayClient,
  createServiceCards,
  createShippingUpload,
  createStableToken,
  createSubscribeMessages,
} from '@carillon/wechat';
import type { CardKey, CollectionCard, PushedMessage } from '@carillon/wechat';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { CardView, TradeView } from './control/api-types.ts';
import { startTestSandbox } from './testing/index.ts';
import { createManualClock } from './testing/manual-clock.ts';

/** As two-readings.test.ts, of a mini program's messages, cards and shipping. */
const PUSH_URL = 'http://127.0.0.1:9/api/wechat/push/mini-program';
const HOUR_MS = 60 * 60 * 1000;
const content: CollectionCard = {
  ...{ kind: 'collection', status: 'paid', page: 'pages/order/order?id=42', queueNumber: '017' },
  goods: [{ name: '红烧肉', pictureUrl: 'https://shop.example/p.webp', page: 'pages/menu/menu' }],
  pieces: 1,
};

async function meet() {
  const pushed: PushedMessage[] = [];
  const clock = createManualClock();
  const sandbox = await startTestSandbox({
    clock,
    fetch: (input, init) => {
      const url = new URL(input instanceof Request ? input.url : input);
      if (!url.href.startsWith(PUSH_URL)) return Promise.resolve(new Response(null, { status: 204 }));
      const query = Object.fromEntries(url.searchParams);
      if (init?.method !== 'POST') return Promise.resolve(new Response(push.confirmAddress(query)));
      pushed.push(push.read({ query, rawBody: Buffer.from(typeof init.body === 'string' ? init.body : '') }));
      return Promise.resolve(new Response('success'));
    },
  });
  onTestFinished(sandbox.close);
  const { identity, people, url, control } = sandbox;
  const { miniAppid } = identity;
  const push = createMessagePush({ appid: miniAppid, ...identity.push });
  await control('PUT', '/push-address', { url: PUSH_URL, app: 'mini' });
  const app = { apiBaseUrl: url, appid: miniAppid, secret: identity.miniSecret };
  const parts = { ...app, stableToken: createStableToken({ ...app, clock: () => clock.now() }) };
  const openidOf = (appid: string) => people.find(({ id }) => id === 'xiaolin')?.openids[appid] ?? '';
  const openid = openidOf(miniAppid);
  const pay = createPayClient({
    ...{ baseUrl: url, appid: identity.payAppid, otherAppids: [miniAppid], clock: () => clock.now() },
    ...{ mchid: identity.mchid, apiV3Key: identity.apiV3Key, merchantSerial: identity.merchant.serial },
    merchantPrivateKey: identity.merchant.privateKeyPem,
    verifiers: [{ serial: identity.publicKey.id, publicKey: identity.publicKey.publicKeyPem }],
  });

  /** The payment of an order, as `wx.requestPayment` makes it. */
  async function buy({ appid = miniAppid, outTradeNo = 'C00000017' } = {}): Promise<
    CardKey & { paidAt: Date }
  > {
    const order = {
      outTradeNo,
      description: '编钟小馆 017',
      amountFen: 4200,
      notifyUrl: 'https://shop.example/notify',
    };
    const expiresAt = new Date(clock.now() + HOUR_MS);
    const { prepayId } = await pay.jsapiOrder({
      ...order,
      ...{ expiresAt, appid, payerOpenid: openidOf(appid) },
    });
    const call = {
      appId: appid,
      timeStamp: '1795233600',
      nonceStr: 'nonce',
      package: `prepay_id=${prepayId}`,
    };
    const text = `${Object.values(call).join('\n')}\n`;
    const paySign = sign('sha256', Buffer.from(text), identity.merchant.privateKeyPem).toString('base64');
    const { trade } = (await control('POST', '/jsapi/pay', { ...call, signType: 'RSA', paySign })) as {
      trade: TradeView;
    };
    const { transactionId = '', paidAt = '' } = trade.payment ?? {};
    return { kind: 'collection', openid: openidOf(appid), transactionId, paidAt: new Date(paidAt) };
  }

  return {
    ...{ sandbox, identity, control, pushed, clock, openid, buy },
    arm: (name: string) => control('POST', '/faults', { name }),
    cards: createServiceCards(parts),
    shipping: createShippingUpload(parts),
    messages: createSubscribeMessages(parts),
    fundsOf: async () => ((await control('GET', '/trades')) as { trades: TradeView[] }).trades[0]?.funds,
    shown: async () => ((await control('GET', '/cards')) as { cards: CardView[] }).cards[0],
  };
}

describe('they agree on a service card', () => {
  test('from its activation to its end, after which nothing follows', async () => {
    const { cards, buy, shown } = await meet();
    const { paidAt, ...key } = await buy();
    await cards.activate(key, content, { amountFen: 4200, paidAt });
    await cards.update(key, { ...content, status: 'preparing', waitSeconds: 900 });
    expect(await shown()).toMatchObject({
      ...{ person: 'xiaolin', status: '制作中', queueNumber: '017', waitMinutes: 15, goods: ['红烧肉 ×1'] },
    });
    await expect(
      cards.update(key, { ...content, status: 'preparing', waitSeconds: 900 }),
    ).rejects.toMatchObject({
      code: 'wechat_card_shown_already',
    });
    await cards.update(key, { ...content, status: 'done' });
    expect(await shown()).toMatchObject({ status: '已完成', pushed: [1, 2, 4] });
    expect(await cards.find(key)).toMatchObject({ standing: 'normal', status: 4 });
    await expect(cards.update(key, { ...content, status: 'preparing' })).rejects.toMatchObject({
      code: 'wechat_card_refused',
    });
  });

  test('that is not proven, too late, of another app, or of another person', async () => {
    const { cards, buy, clock, identity } = await meet();
    const { paidAt, ...key } = await buy();
    const activate = async (over: Partial<CardKey>, amountFen = 4200) =>
      cards.activate({ ...key, ...over }, content, { amountFen, paidAt });
    await expect(activate({}, 4100)).rejects.toMatchObject({ wechatCode: '85433' });
    await expect(activate({ openid: 'oStranger' })).rejects.toMatchObject({ code: 'wechat_openid_unknown' });
    const { transactionId } = await buy({ appid: identity.payAppid, outTradeNo: 'C00000018' });
    await expect(activate({ transactionId })).rejects.toMatchObject({ code: 'wechat_card_code_unknown' });
    clock.advance(24 * HOUR_MS + 1);
    await expect(activate({})).rejects.toMatchObject({ code: 'wechat_card_expired' });
  });

  test.each([
    ['card-code-unknown', 'wechat_card_code_unknown', 'later'],
    ['card-locked', 'wechat_card_locked', 'later'],
    ['card-unavailable', 'wechat_card_unavailable', 'final'],
    ['card-500', 'wechat_system_error', 'unknown'],
  ])('with the fault %s', async (fault, code, outcome) => {
    const { cards, buy, arm } = await meet();
    const { paidAt, ...key } = await buy();
    await arm(fault);
    const done = cards.activate(key, content, { amountFen: 4200, paidAt });
    await expect(done).rejects.toMatchObject({ code, outcome });
  });

  test('that the person refuses, which only an event tells', async () => {
    const { cards, buy, arm, pushed, clock } = await meet();
    const { paidAt, ...key } = await buy();
    await arm('card-user-refuses');
    await cards.activate(key, content, { amountFen: 4200, paidAt });
    const { openid, transactionId } = key;
    clock.advance(0);
    await vi.waitFor(() => {
      expect(pushed).toEqual([
        { kind: 'card-failed', openid, transactionId, cardType: 2007, cardStatus: 1, reason: 'user_refused' },
      ]);
    });
    expect(await cards.find(key)).toMatchObject({ standing: 'refused_by_user' });
  });
});

describe('they agree on a subscribe message', () => {
  test('one for each accept, and no more', async () => {
    const { control, identity, messages, openid, pushed, clock } = await meet();
    const templateId = identity.miniTemplates.orderProgress;
    const message = { openid, templateId, data: { thing1: '编钟小馆', character_string2: '017' } };
    await expect(messages.send(message)).rejects.toMatchObject({ code: 'wechat_not_subscribed' });
    await control('POST', '/subscribe', { person: 'xiaolin', answers: { [templateId]: 'reject' } });
    await expect(messages.send(message)).rejects.toMatchObject({ code: 'wechat_not_subscribed' });
    await control('POST', '/subscribe', { person: 'xiaolin', answers: { [templateId]: 'accept' } });
    await messages.send(message);
    await expect(messages.send(message)).rejects.toMatchObject({ code: 'wechat_not_subscribed' });
    expect(await control('GET', '/messages')).toMatchObject({
      messages: [{ person: 'xiaolin', template: 'orderProgress', fields: message.data }],
    });
    clock.advance(0);
    await vi.waitFor(() => {
      expect(pushed).toMatchObject([
        { kind: 'subscribe-answered', where: 'popup', openid, answers: [{ templateId, accepted: false }] },
        { kind: 'subscribe-answered', answers: [{ templateId, accepted: true }] },
        { kind: 'subscribe-sent', openid, messages: [{ templateId, delivered: true }] },
      ]);
    });
  });

  test.each([
    ['subscribe-banned', 'wechat_subscribe_banned'],
    ['subscribe-concurrent', 'wechat_send_concurrent'],
    ['subscribe-sensitive', 'wechat_message_sensitive'],
    ['token-invalid', 'wechat_not_subscribed'],
  ])('with the fault %s', async (fault, code) => {
    const { identity, messages, openid, arm } = await meet();
    await arm(fault);
    const templateId = identity.miniTemplates.orderProgress;
    await expect(messages.send({ openid, templateId, data: { thing1: '面' } })).rejects.toMatchObject({
      code,
    });
  });
});

describe('they agree on shipping', () => {
  test('that frees frozen money two days later, and tells so', async () => {
    const { shipping, buy, fundsOf, pushed, clock } = await meet();
    const { transactionId, openid } = await buy();
    expect(await fundsOf()).toBe('frozen');
    expect(await shipping.isTradeManaged()).toBe(true);
    expect(await shipping.find(transactionId)).toBe('to_ship');
    const information = { transactionId, openid, logistics: 'pickup', description: '红烧肉×1' } as const;
    await shipping.upload({ ...information, uploadedAt: new Date(clock.now()) });
    expect([await fundsOf(), await shipping.find(transactionId)]).toEqual(['shipped', 'shipped']);
    await expect(
      shipping.upload({ ...information, uploadedAt: new Date(clock.now()) }),
    ).rejects.toMatchObject({
      code: 'wechat_shipping_done_already',
    });
    clock.advance(48 * HOUR_MS);
    expect([await fundsOf(), await shipping.find(transactionId)]).toEqual(['settled', 'completed']);
    clock.advance(0);
    await vi.waitFor(() => {
      expect(pushed).toMatchObject([
        {
          kind: 'order-settlement',
          transactionId,
          settlesAt: '2026-11-23T04:00:00.000Z',
          settledAt: undefined,
        },
        { kind: 'order-settlement', transactionId, settledAt: '2026-11-23T04:00:00.000Z' },
      ]);
    });
  });

  test('that is forgotten for two days is reminded of', async () => {
    const { buy, pushed, clock } = await meet();
    const { transactionId } = await buy();
    clock.advance(48 * HOUR_MS);
    clock.advance(0);
    await vi.waitFor(() => {
      expect(pushed).toEqual([{ kind: 'shipping-reminder', transactionId, outTradeNo: 'C00000017' }]);
    });
  });

  test('corrected once, and settled at the buyer’s word', async () => {
    const { shipping, buy, clock, control, fundsOf } = await meet();
    const { transactionId, openid } = await buy();
    const upload = async (description: string) => {
      clock.advance(1000);
      await shipping.upload({
        ...{ transactionId, openid, logistics: 'delivery', description },
        uploadedAt: new Date(clock.now()),
      });
    };
    await upload('红烧肉×1');
    await upload('红烧肉×2');
    await expect(upload('红烧肉×3')).rejects.toMatchObject({ code: 'wechat_shipping_correction_spent' });
    await control('POST', `/shipping/${transactionId}/settle`);
    expect(await fundsOf()).toBe('settled');
    await expect(upload('红烧肉×4')).rejects.toMatchObject({ code: 'wechat_shipping_impossible' });
  });

  test('of another app’s payment, or by another’s openid, is refused', async () => {
    const { shipping, buy, identity, openid, clock, fundsOf } = await meet();
    const { transactionId } = await buy({ appid: identity.payAppid });
    const information = {
      openid,
      logistics: 'pickup',
      description: '面',
      uploadedAt: new Date(clock.now()),
    } as const;
    expect(await fundsOf()).toBeUndefined();
    await expect(shipping.upload({ ...information, transactionId })).rejects.toMatchObject({
      code: 'wechat_shipping_payment_unknown',
    });
    const { transactionId: ours } = await buy({ outTradeNo: 'C00000018' });
    const stranger = { ...information, transactionId: ours, openid: 'oStranger' };
    await expect(shipping.upload(stranger)).rejects.toMatchObject({ code: 'wechat_shipping_payer_mismatch' });
  });

  test.each([
    ['shipping-unknown', 'wechat_shipping_payment_unknown', 'later'],
    ['shipping-busy', 'wechat_busy', 'later'],
    ['shipping-refused', 'wechat_shipping_refused', 'final'],
    ['shipping-500', 'wechat_system_error', 'unknown'],
  ])('with the fault %s', async (fault, code, outcome) => {
    const { shipping, buy, arm, clock } = await meet();
    const { transactionId, openid } = await buy();
    await arm(fault);
    const information = { transactionId, openid, logistics: 'virtual', description: '洗车十次卡' } as const;
    const done = shipping.upload({ ...information, uploadedAt: new Date(clock.now()) });
    await expect(done).rejects.toMatchObject({ code, outcome });
  });
});
