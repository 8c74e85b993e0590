import { createDecipheriv, randomBytes, sign, verify } from 'node:crypto';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { z } from 'zod';
import type { Identity } from '../keys/identity.ts';
import type { Clock } from '../platform/clock.ts';

/** How a test bends a request away from what WeChat Pay asks for. */
export interface SigningTwist {
  mchid?: string;
  serial?: string;
  timestamp?: number;
  /** Signed instead of the body that is sent. */
  signedBody?: string;
  keyOrder?: string[];
  headers?: Record<string, string>;
}

export interface TestMerchant {
  call(
    method: 'GET' | 'POST',
    url: string,
    options?: { body?: unknown } & SigningTwist,
  ): Promise<LightMyRequestResponse>;
  /** Places an order that is right in all, but for the given fields. */
  order(fields?: Record<string, unknown>, twist?: SigningTwist): Promise<LightMyRequestResponse>;
  /** An order that is right in all, to be sent by the test itself. */
  signedOrder(): { path: string; payload: string; headers: Record<string, string> };
  /** The same as a JSAPI order; the buyer is for the test to name. */
  orderJsapi(fields: Record<string, unknown>): Promise<LightMyRequestResponse>;
  query(outTradeNo: string): Promise<LightMyRequestResponse>;
  /** Refunds part of an order that is right in all, but for the given fields. */
  refund(fields?: Record<string, unknown>, twist?: SigningTwist): Promise<LightMyRequestResponse>;
  queryRefund(outRefundNo: string): Promise<LightMyRequestResponse>;
  close(outTradeNo: string): Promise<LightMyRequestResponse>;
}

export const REFUND_NOTIFY_URL = 'http://127.0.0.1:9/api/wechat/refund-notifications';
export const NOTIFY_URL = 'http://127.0.0.1:9/api/wechat/pay-notifications';

/** A merchant who signs on its own: nothing here uses the sandbox's code for signatures or sealing. */
export function createMerchant(app: FastifyInstance, identity: Identity, clock: Clock): TestMerchant {
  const call: TestMerchant['call'] = (method, url, { body, ...twist } = {}) => {
    const payload = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
    return app.inject({ method, url, payload, headers: headersOf({ method, url, payload }, twist) });
  };

  function headersOf(
    message: { method: string; url: string; payload: string },
    twist: SigningTwist = {},
  ): Record<string, string> {
    return {
      accept: 'application/json',
      'user-agent': 'test merchant',
      ...(message.payload !== '' && { 'content-type': 'application/json' }),
      authorization: authorize(message, twist),
      ...twist.headers,
    };
  }

  function authorize(message: { method: string; url: string; payload: string }, twist: SigningTwist): string {
    const timestamp = twist.timestamp ?? Math.floor(clock.now() / 1000);
    const nonce = randomBytes(16).toString('hex');
    const text = [
      message.method,
      message.url,
      timestamp,
      nonce,
      twist.signedBody ?? message.payload,
      '',
    ].join('\n');
    const fields: Record<string, string> = {
      mchid: twist.mchid ?? identity.mchid,
      nonce_str: nonce,
      timestamp: String(timestamp),
      serial_no: twist.serial ?? identity.merchant.serial,
      signature: sign('RSA-SHA256', Buffer.from(text), identity.merchant.privateKeyPem).toString('base64'),
    };
    const keys = twist.keyOrder ?? Object.keys(fields);
    return `WECHATPAY2-SHA256-RSA2048 ${keys.map((key) => `${key}="${fields[key] ?? ''}"`).join(',')}`;
  }

  return {
    call,
    order: (fields = {}, twist = {}) =>
      call('POST', '/v3/pay/transactions/native', { body: { ...orderBody(identity), ...fields }, ...twist }),
    signedOrder() {
      const payload = JSON.stringify(orderBody(identity));
      const path = '/v3/pay/transactions/native';
      return { path, payload, headers: headersOf({ method: 'POST', url: path, payload }) };
    },
    orderJsapi: (fields) =>
      call('POST', '/v3/pay/transactions/jsapi', { body: { ...orderBody(identity), ...fields } }),
    query: (outTradeNo) =>
      call('GET', `/v3/pay/transactions/out-trade-no/${outTradeNo}?mchid=${identity.mchid}`),
    refund: (fields = {}, twist = {}) =>
      call('POST', '/v3/refund/domestic/refunds', { body: { ...refundBody(), ...fields }, ...twist }),
    queryRefund: (outRefundNo) => call('GET', `/v3/refund/domestic/refunds/${outRefundNo}`),
    close: (outTradeNo) =>
      call('POST', `/v3/pay/transactions/out-trade-no/${outTradeNo}/close`, {
        body: { mchid: identity.mchid },
      }),
  };
}

function refundBody() {
  return {
    out_trade_no: 'C00000017',
    out_refund_no: 'R00000001',
    reason: '菜卖完了',
    notify_url: REFUND_NOTIFY_URL,
    amount: { refund: 1200, total: 4200, currency: 'CNY' },
  };
}

export function orderBody(identity: Identity) {
  return {
    appid: identity.payAppid,
    mchid: identity.mchid,
    description: '编钟小馆 017',
    out_trade_no: 'C00000017',
    notify_url: NOTIFY_URL,
    amount: { total: 4200, currency: 'CNY' },
  };
}

/** Whether the headers vouch for the body, by the key that they name. */
export function vouchesFor(identity: Identity, headers: Record<string, unknown>, body: string): boolean {
  const header = (name: string) => {
    const value = headers[name.toLowerCase()] ?? headers[name];
    return typeof value === 'string' ? value : '';
  };
  const keys: Record<string, string> = {
    [identity.platform.serial]: identity.platform.certificatePem,
    [identity.nextPlatform.serial]: identity.nextPlatform.certificatePem,
    [identity.publicKey.id]: identity.publicKey.publicKeyPem,
  };
  const key = keys[header('Wechatpay-Serial')];
  if (key === undefined) return false;
  const text = `${header('Wechatpay-Timestamp')}\n${header('Wechatpay-Nonce')}\n${body}\n`;
  return verify('RSA-SHA256', Buffer.from(text), key, Buffer.from(header('Wechatpay-Signature'), 'base64'));
}

const sealedSchema = z.object({ ciphertext: z.string(), associated_data: z.string(), nonce: z.string() });

/** Opens what was encrypted with the APIv3 key. @throws when it was tampered with. */
export function unseal(identity: Identity, sealed: unknown): string {
  const { ciphertext, associated_data: associated, nonce } = sealedSchema.parse(sealed);
  const bytes = Buffer.from(ciphertext, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', identity.apiV3Key, nonce, { authTagLength: 16 });
  decipher.setAAD(Buffer.from(associated));
  decipher.setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString('utf8');
}
