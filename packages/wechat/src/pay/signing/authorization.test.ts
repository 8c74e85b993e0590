import { createPrivateKey, verify } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { MCHID, MERCHANT_SERIAL, NOW_S, merchantKeys } from '../../testing/pay-stand-in.ts';
import { authorize } from './authorization.ts';

const merchant = {
  mchid: MCHID,
  serial: MERCHANT_SERIAL,
  privateKey: createPrivateKey(merchantKeys.privateKey),
};

function header(method: string, body: string): string {
  const pathAndQuery = '/v3/pay/transactions/native?a=1';
  return authorize(merchant, {
    method,
    pathAndQuery,
    timestampS: NOW_S,
    nonce: 'N0NCE',
    body: Buffer.from(body),
  });
}

function signatureIn(text: string): Buffer {
  return Buffer.from(/signature="([^"]+)"/.exec(text)?.[1] ?? '', 'base64');
}

describe('the Authorization header', () => {
  test('names the scheme, the merchant, the nonce, the time and the certificate', () => {
    expect(header('GET', '')).toMatch(
      /^WECHATPAY2-SHA256-RSA2048 mchid="1900000109",nonce_str="N0NCE",timestamp="1795233600",serial_no="4A1F0C7722B5",signature="[A-Za-z0-9+/=]+"$/,
    );
  });

  test.each([
    ['POST', '{"description":"红烧肉"}'],
    ['GET', ''],
  ])('signs the five lines of a %s', (method, body) => {
    const message = `${method}\n/v3/pay/transactions/native?a=1\n1795233600\nN0NCE\n${body}\n`;
    const signature = signatureIn(header(method, body));
    expect(verify('RSA-SHA256', Buffer.from(message), merchantKeys.publicKey, signature)).toBe(true);
  });
});
