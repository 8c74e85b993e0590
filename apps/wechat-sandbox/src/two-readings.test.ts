import { createPayClient } from '@carillon/wechat';
import type { PayClient } from '@carillon/wechat';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { NOTIFY_URL, REFUND_NOTIFY_URL } from './testing/merchant.ts';
import { startTestSandbox } from './testing/index.ts';
import type { TestSandbox } from './testing/index.ts';

/**
 * Two readings of WeChat's documents, written apart: the merchant's side is packages/wechat, WeChat's side is this
 * sandbox. What one writes the other must understand, to the last signature.
 */

/** Fast enough that a refund settles in a moment. */
const TIME_SCALE = 60;
const NUMBER = 'C00000017';

interface Posted {
  headers: Headers;
  rawBody: Uint8Array;
}

async function meet(): Promise<{ sandbox: TestSandbox; client: PayClient; posted: Posted[] }> {
  const posted: Posted[] = [];
  const sandbox = await startTestSandbox({
    timeScale: TIME_SCALE,
    fetch: (_url, init) => {
      const rawBody = Buffer.from(typeof init?.body === 'string' ? init.body : '');
      posted.push({ headers: new Headers(init?.headers), rawBody });
      return Promise.resolve(new Response(null, { status: 204 }));
    },
  });
  onTestFinished(sandbox.close);
  const { identity } = sandbox;
  const client = createPayClient({
    baseUrl: sandbox.url,
    mchid: identity.mchid,
    appid: identity.payAppid,
    otherAppids: [identity.miniAppid],
    apiV3Key: identity.apiV3Key,
    merchantPrivateKey: identity.merchant.privateKeyPem,
    merchantSerial: identity.merchant.serial,
    verifiers: [{ serial: identity.publicKey.id, publicKey: identity.publicKey.publicKeyPem }],
    downloadCertificates: true,
  });
  return { sandbox, client, posted };
}

const order = () => ({
  outTradeNo: NUMBER,
  description: '编钟小馆 017',
  amountFen: 4200,
  notifyUrl: NOTIFY_URL.replace('http:', 'https:'),
  expiresAt: new Date(Date.now() + 15 * 60_000),
});

const refund = { outTradeNo: NUMBER, outRefundNo: 'R00000001', refundFen: 1200, totalFen: 4200 };

async function notificationAt(client: PayClient, posted: Posted[], index: number) {
  const post = await vi.waitFor(() => {
    const found = posted[index];
    if (!found) throw new Error(`only ${posted.length} notifications came`);
    return found;
  });
  return client.readNotification(post);
}

describe('they agree on', () => {
  test('a native order, paid, told and asked after', async () => {
    const { sandbox, client, posted } = await meet();
    const { codeUrl } = await client.nativeOrder(order());
    await sandbox.control('POST', '/pay', { codeUrl });
    expect(await notificationAt(client, posted, 0)).toMatchObject({
      kind: 'payment',
      trade: { outTradeNo: NUMBER, tradeState: 'SUCCESS', amountFen: 4200 },
    });
    const trade = await client.queryTrade(NUMBER);
    expect(await client.queryTransaction(trade.transactionId ?? '')).toEqual(trade);
  });

  test.each(['payAppid', 'miniAppid'] as const)('a JSAPI order and the paySign of %s', async (app) => {
    const { sandbox, client } = await meet();
    const appid = sandbox.identity[app];
    const payerOpenid = sandbox.people[0]?.openids[appid] ?? '';
    const { prepayId } = await client.jsapiOrder({ ...order(), appid, payerOpenid });
    await sandbox.control('POST', '/jsapi/pay', client.signJsapiPayment({ prepayId, appid }));
    expect(await client.queryTrade(NUMBER)).toMatchObject({ tradeState: 'SUCCESS', payerOpenid });
  });

  test('closing, and what cannot be closed', async () => {
    const { sandbox, client } = await meet();
    await client.nativeOrder(order());
    await client.closeTrade(NUMBER);
    expect(await client.queryTrade(NUMBER)).toMatchObject({ tradeState: 'CLOSED' });
    await expect(client.closeTrade('C00000099')).rejects.toMatchObject({ code: 'wechat_order_not_exist' });
    await client.nativeOrder({ ...order(), outTradeNo: 'C00000018' });
    await sandbox.control('POST', '/pay', { outTradeNo: 'C00000018' });
    await expect(client.closeTrade('C00000018')).rejects.toMatchObject({ code: 'wechat_order_paid' });
  });

  test('a refund, its notification, and one that is abnormal', async () => {
    const { sandbox, client, posted } = await meet();
    await client.nativeOrder(order());
    await sandbox.control('POST', '/pay', { outTradeNo: NUMBER });
    await notificationAt(client, posted, 0);
    await sandbox.control('POST', '/faults', { name: 'refund-abnormal' });
    const notifyUrl = REFUND_NOTIFY_URL.replace('http:', 'https:');
    const { refundId, status } = await client.createRefund({ ...refund, notifyUrl });
    expect(status).toBe('PROCESSING');
    expect(await notificationAt(client, posted, 1)).toMatchObject({
      kind: 'refund',
      eventType: 'REFUND.ABNORMAL',
      refund: { outRefundNo: refund.outRefundNo, status: 'ABNORMAL', refundFen: 1200 },
    });
    await client.applyAbnormalRefund({
      refundId,
      outRefundNo: refund.outRefundNo,
      to: { bankType: 'CMB_DEBIT', account: '6225880000000000', realName: '顾阿明' },
    });
    expect(await notificationAt(client, posted, 2)).toMatchObject({ eventType: 'REFUND.SUCCESS' });
    expect(await client.queryRefund(refund.outRefundNo)).toMatchObject({ status: 'SUCCESS' });
  });

  test('the bill of a day', async () => {
    const { sandbox, client } = await meet();
    await client.nativeOrder({ ...order(), description: '牛肉面,加蛋', attach: 'shop 7' });
    await sandbox.control('POST', '/pay', { outTradeNo: NUMBER });
    await client.createRefund(refund);
    await sandbox.control('POST', '/faults', { name: 'bill-ready-at-once' });
    const billDate = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
    const bill = await client.tradeBill({ billDate });
    expect(bill.rows).toMatchObject([
      {
        outTradeNo: NUMBER,
        tradeState: 'SUCCESS',
        amountFen: 4200,
        description: '牛肉面,加蛋',
        attach: 'shop 7',
      },
      { outTradeNo: NUMBER, tradeState: 'REFUND', outRefundNo: 'R00000001', appliedRefundFen: 1200 },
    ]);
    expect(bill.summary).toMatchObject({ count: 2, amountFen: 4200, appliedRefundFen: 1200 });
    await expect(client.tradeBill({ billDate: '2026-01-01' })).rejects.toMatchObject({ name: 'WeChatError' });
  });

  test('a payment by code, with and without a password', async () => {
    const { sandbox, client } = await meet();
    const charge = async (outTradeNo: string) => {
      const shown = (await sandbox.control('POST', '/auth-codes', {})) as { authCode: string };
      return client.chargePayCode({
        outTradeNo,
        description: '编钟小馆 017',
        amountFen: 4200,
        authCode: shown.authCode,
        storeId: 'shop-7',
      });
    };
    expect(await charge(NUMBER)).toMatchObject({ tradeState: 'SUCCESS', tradeType: 'MICROPAY' });
    await sandbox.control('POST', '/faults', { name: 'code-needs-password' });
    await expect(charge('C00000018')).rejects.toMatchObject({ code: 'wechat_user_paying' });
    expect(await client.queryTrade('C00000018')).toMatchObject({ tradeState: 'USERPAYING' });
    await client.reverseTrade({ outTradeNo: 'C00000018' });
    expect(await client.queryTrade('C00000018')).toMatchObject({ tradeState: 'REVOKED' });
  });

  test('certificates that are rotated while notifications are signed by all keys in turn', async () => {
    const { sandbox, client, posted } = await meet();
    await sandbox.control('PUT', '/signing', { certificates: 'both', notifications: 'mixed' });
    for (let nth = 0; nth < 4; nth += 1) {
      const outTradeNo = `C0000002${nth}`;
      await client.nativeOrder({ ...order(), outTradeNo });
      await sandbox.control('POST', '/pay', { outTradeNo });
      expect(await notificationAt(client, posted, nth)).toMatchObject({ trade: { outTradeNo } });
    }
    expect(new Set(posted.map(({ headers }) => headers.get('wechatpay-serial'))).size).toBe(3);
    expect(await client.downloadCertificates()).toHaveLength(2);
  });
});

describe('the merchant refuses', () => {
  test.each([
    'forged-signature',
    'unknown-serial',
    'stale-timestamp',
    'future-timestamp',
    'truncated-ciphertext',
    'signature-probe',
    'wrong-mchid',
    'wrong-appid',
  ])('a notification with %s', async (name) => {
    const { sandbox, client, posted } = await meet();
    await sandbox.control('POST', '/faults', { name });
    await client.nativeOrder(order());
    await sandbox.control('POST', '/pay', { outTradeNo: NUMBER });
    await expect(notificationAt(client, posted, 0)).rejects.toMatchObject({ name: 'WeChatError' });
  });
});

describe('the merchant knows that it does not know', () => {
  test.each(['order-500', 'query-500', 'close-500', 'refund-500'])('after %s', async (name) => {
    const { sandbox, client } = await meet();
    await client.nativeOrder(order());
    if (name === 'refund-500') await sandbox.control('POST', '/pay', { outTradeNo: NUMBER });
    await sandbox.control('POST', '/faults', { name });
    const calls: Record<string, () => Promise<unknown>> = {
      'order-500': () => client.nativeOrder({ ...order(), outTradeNo: 'C00000018' }),
      'query-500': () => client.queryTrade(NUMBER),
      'close-500': () => client.closeTrade(NUMBER),
      'refund-500': () => client.createRefund(refund),
    };
    await expect(calls[name]?.()).rejects.toMatchObject({ outcome: 'unknown' });
  });
});
