/**
 * The same protocol as read by another: wechatpay-axios-plugin signs and we verify, we sign and it verifies,
 * and its client talks over HTTP to a server that checks it with our parts.
 */
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer, text } from 'node:stream/consumers';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, onTestFinished } from 'vitest';
import { Aes, Formatter, Rsa, Wechatpay } from 'wechatpay-axios-plugin';
import { authorize } from './pay/signing/authorization.ts';
import { decryptResource } from './pay/signing/decrypt-resource.ts';
import { encryptField } from './pay/signing/encrypt-field.ts';
import { createPayClient } from './pay/pay-client.ts';
import { joinLines, signLines, verifyLines } from './pay/signing/signature.ts';
import {
  API_V3_KEY,
  MCHID,
  MERCHANT_SERIAL,
  PLATFORM_SERIAL,
  clientAnswered,
  merchantKeys,
  notificationBody,
  paidTrade,
  payOptions,
  platformKeys,
} from './testing/pay-stand-in.ts';

const privateKey = createPrivateKey(merchantKeys.privateKey);
const publicKey = createPublicKey(merchantKeys.publicKey);
const anyText = fc.string({ unit: 'grapheme', maxLength: 200 });

describe('signatures', () => {
  test.prop([anyText, anyText])('are joined from the same lines', (path, body) => {
    const theirs = Formatter.request('POST', path, '1795233600', 'nonce', body);
    expect(Buffer.from(joinLines(['POST', path, '1795233600', 'nonce', body])).toString()).toBe(theirs);
  });

  test.prop([anyText], { numRuns: 20 })('of ours verify there', (body) => {
    const message = Formatter.response('1795233600', 'nonce', body);
    const ours = signLines(['1795233600', 'nonce', body], privateKey);
    expect(Rsa.verify(message, ours, merchantKeys.publicKey)).toBe(true);
  });

  test.prop([anyText], { numRuns: 20 })('of theirs verify here', (body) => {
    const theirs = Rsa.sign(Formatter.response('1795233600', 'nonce', body), merchantKeys.privateKey);
    expect(verifyLines(['1795233600', 'nonce', body], theirs, publicKey)).toBe(true);
  });

  test('go into the same Authorization header', () => {
    const request = { method: 'GET', pathAndQuery: '/v3/a?b=c', timestampS: 1_795_233_600, nonce: 'N' };
    const ours = authorize(
      { mchid: MCHID, serial: MERCHANT_SERIAL, privateKey },
      { ...request, body: new Uint8Array() },
    );
    const signature = Rsa.sign(
      Formatter.request('GET', '/v3/a?b=c', 1_795_233_600, 'N'),
      merchantKeys.privateKey,
    );
    const theirs = Formatter.authorization(MCHID, 'N', signature, 1_795_233_600, MERCHANT_SERIAL);
    expect(parametersOf(ours)).toEqual(parametersOf(theirs));
  });
});

describe('encrypted resources', () => {
  test.prop([anyText, anyText])('of theirs open here', (plain, associatedData) => {
    const nonce = 'a1b2c3d4e5f6';
    const ciphertext = Aes.AesGcm.encrypt(plain, API_V3_KEY, nonce, associatedData);
    const opened = decryptResource(Buffer.from(API_V3_KEY), { ciphertext, nonce, associatedData });
    expect(Buffer.from(opened).toString()).toBe(plain);
  });
});

describe('encrypted fields', () => {
  test.prop([fc.string({ unit: fc.constantFrom('李', '四', '0', '1'), maxLength: 64 })], { numRuns: 20 })(
    'of ours open there',
    (plain) => {
      expect(Rsa.decrypt(encryptField(publicKey, plain), merchantKeys.privateKey)).toBe(plain);
    },
  );
});

describe('a payment that the phone opens', () => {
  test('is joined and signed as theirs', () => {
    const ours = createPayClient(payOptions()).signJsapiPayment({ prepayId: 'wx42' });
    const lines = Formatter.joinedByLineFeed(ours.appId, ours.timeStamp, ours.nonceStr, ours.package);
    expect(ours.paySign).toBe(Rsa.sign(lines, merchantKeys.privateKey));
  });
});

describe('a notification of theirs', () => {
  test('is verified, opened and read here', async () => {
    const nonce = Formatter.nonce(12);
    const ciphertext = Aes.AesGcm.encrypt(JSON.stringify(paidTrade()), API_V3_KEY, nonce, 'transaction');
    const resource = { algorithm: 'AEAD_AES_256_GCM', ciphertext, nonce, associated_data: 'transaction' };
    const body = notificationBody(resource);
    const client = createPayClient({ ...payOptions(), clock: Date.now });
    const read = client.readNotification({ headers: headersOf(body), rawBody: Buffer.from(body) });
    await expect(read).resolves.toMatchObject({ trade: { outTradeNo: 'C00000042', amountFen: 4200 } });
  });
});

describe('an answer of theirs', () => {
  test('is believed here', async () => {
    const body = JSON.stringify(paidTrade());
    const { client } = clientAnswered(() => new Response(body, { headers: headersOf(body) }), {
      clock: Date.now,
    });
    await expect(client.queryTrade('C00000042')).resolves.toMatchObject({ tradeState: 'SUCCESS' });
  });
});

describe('their client', () => {
  test('is understood by a server that checks with our parts, and believes its answer', async () => {
    const answer = JSON.stringify({ code_url: 'weixin://wxpay/bizpayurl/up?pr=NwY5Mz9' });
    const seen: boolean[] = [];
    const baseURL = await serving((request, response) => {
      void buffer(request).then((body) => {
        seen.push(signedByMerchant(request, body));
        response.writeHead(200, { 'content-type': 'application/json', ...signedByUs(answer) }).end(answer);
      });
    });
    const theirs = theirClient(baseURL);
    const order = { mchid: MCHID, description: '红烧肉', amount: { total: 3800 } };
    const { data } = await theirs.chain('v3/pay/transactions/native').post<object>(order);
    expect(seen).toEqual([true]);
    expect(data).toEqual({ code_url: 'weixin://wxpay/bizpayurl/up?pr=NwY5Mz9' });
  });

  test('closes a trade with an empty body signed by us', async () => {
    const baseURL = await serving((request, response) => {
      request.resume().on('end', () => response.writeHead(204, signedByUs('')).end());
    });
    const path = 'v3/pay/transactions/out-trade-no/C00000042/close';
    const { status } = await theirClient(baseURL).chain(path).post({ mchid: MCHID });
    expect(status).toBe(204);
  });
});

describe('our client', () => {
  test('is understood by a server that checks with their parts, and believes its answer', async () => {
    const seen: boolean[] = [];
    const answer = JSON.stringify({ code_url: 'weixin://wxpay/bizpayurl/up?pr=NwY5Mz9' });
    const baseUrl = await serving((request, response) => {
      void text(request).then((body) => {
        const {
          timestamp = '',
          nonce_str = '',
          signature = '',
        } = parametersOf(request.headers.authorization);
        const message = Formatter.request('POST', request.url ?? '', timestamp, nonce_str, body);
        seen.push(Rsa.verify(message, signature, merchantKeys.publicKey));
        response.writeHead(200, headersOf(answer)).end(answer);
      });
    });
    const ours = createPayClient({ ...payOptions(), baseUrl, clock: Date.now });
    const { codeUrl } = await ours.nativeOrder({
      outTradeNo: 'C00000042',
      description: '红烧肉',
      amountFen: 3800,
      notifyUrl: 'https://shop.example/api/wechat/notifications',
      expiresAt: new Date(Date.now() + 900_000),
    });
    expect(seen).toEqual([true]);
    expect(codeUrl).toBe('weixin://wxpay/bizpayurl/up?pr=NwY5Mz9');
  });
});

function parametersOf(header = ''): Record<string, string> {
  const [scheme = '', ...rest] = header.split(' ');
  const parameters = [...rest.join(' ').matchAll(/(\w+)="([^"]*)"/g)];
  return { scheme, ...Object.fromEntries(parameters.map(([, name = '', value = '']) => [name, value])) };
}

/** Headers of something that WeChat Pay would have signed now, made by their parts. */
function headersOf(body: string): Record<string, string> {
  const timestamp = String(Formatter.timestamp());
  const nonce = Formatter.nonce();
  return {
    'wechatpay-timestamp': timestamp,
    'wechatpay-nonce': nonce,
    'wechatpay-serial': PLATFORM_SERIAL,
    'wechatpay-signature': Rsa.sign(Formatter.response(timestamp, nonce, body), platformKeys.privateKey),
  };
}

/** The same, made by our parts. */
function signedByUs(body: string): Record<string, string> {
  const timestamp = String(Math.floor(Date.now() / 1000));
  return {
    'Wechatpay-Timestamp': timestamp,
    'Wechatpay-Nonce': 'nonce',
    'Wechatpay-Serial': PLATFORM_SERIAL,
    'Wechatpay-Signature': signLines([timestamp, 'nonce', body], createPrivateKey(platformKeys.privateKey)),
  };
}

function signedByMerchant(request: IncomingMessage, body: Uint8Array): boolean {
  const { timestamp = '', nonce_str = '', signature = '' } = parametersOf(request.headers.authorization);
  const lines = [request.method ?? '', request.url ?? '', timestamp, nonce_str, body];
  return verifyLines(lines, signature, publicKey);
}

function theirClient(baseURL: string): Wechatpay {
  return new Wechatpay({
    baseURL,
    mchid: MCHID,
    serial: MERCHANT_SERIAL,
    privateKey: merchantKeys.privateKey,
    certs: { [PLATFORM_SERIAL]: platformKeys.publicKey },
  });
}

async function serving(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}
