import { createPublicKey } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { OPENSSL_VECTOR } from '../testing/openssl-vector.ts';
import {
  NOW_MS,
  NOW_S,
  PLATFORM_SERIAL,
  PUBLIC_KEY_ID,
  merchantKeys,
  platformKeys,
  publicKeyKeys,
  signedHeaders,
} from '../testing/pay-stand-in.ts';
import { readVerifiers } from './pay-keys.ts';
import { verifyContent } from './verifier.ts';

const keys = new Map([
  [PLATFORM_SERIAL, createPublicKey(platformKeys.publicKey)],
  [PUBLIC_KEY_ID, createPublicKey(publicKeyKeys.publicKey)],
]);

function verifying(headers: Record<string, string>, body = '{"a":1}', nowMs = NOW_MS): () => void {
  return () => verifyContent(keys, { header: (name) => headers[name], body: Buffer.from(body), nowMs });
}

function without(name: string, headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([header]) => header !== name));
}

function coded(code: string): unknown {
  return expect.objectContaining({ code, outcome: 'forged' });
}

describe('content that WeChat Pay signed', () => {
  test('passes with a platform certificate', () => {
    expect(verifying(signedHeaders('{"a":1}'))).not.toThrow();
  });

  test('passes with the public key, side by side', () => {
    const headers = signedHeaders('{"a":1}', {
      serial: PUBLIC_KEY_ID,
      privateKey: publicKeyKeys.privateKey,
    });
    expect(verifying(headers)).not.toThrow();
  });

  test('passes when there is no body', () => {
    expect(verifying(signedHeaders(''), '')).not.toThrow();
  });

  test('passes when no signature type is named', () => {
    expect(verifying(without('wechatpay-signature-type', signedHeaders('{"a":1}')))).not.toThrow();
  });

  test.each([-299, 299])('passes with a time %i s off', (offS) => {
    expect(verifying(signedHeaders('{"a":1}', { timestampS: NOW_S + offS }))).not.toThrow();
  });
});

describe('content that is not proven to be WeChat Pay’s', () => {
  test.each(['wechatpay-timestamp', 'wechatpay-nonce', 'wechatpay-signature', 'wechatpay-serial'])(
    'is refused without %s',
    (name) => {
      const headers = signedHeaders('{"a":1}');
      expect(verifying(without(name, headers))).toThrow(coded('wechat_signature_missing'));
      expect(verifying({ ...headers, [name]: '' })).toThrow(coded('wechat_signature_missing'));
    },
  );

  test.each(['soon', '1795233600.5', '-1', '1e9', '0x6b0a'])('is refused with the time %j', (time) => {
    const headers = { ...signedHeaders('{"a":1}'), 'wechatpay-timestamp': time };
    expect(verifying(headers)).toThrow(coded('wechat_signature_missing'));
  });

  test('is refused when it was signed 300 s ago', () => {
    const headers = signedHeaders('{"a":1}', { timestampS: NOW_S - 300 });
    expect(verifying(headers)).toThrow(coded('wechat_timestamp_stale'));
  });

  test('is refused when it will be signed in 300 s', () => {
    const headers = signedHeaders('{"a":1}', { timestampS: NOW_S + 300 });
    expect(verifying(headers)).toThrow(coded('wechat_timestamp_future'));
  });

  test.each(['7777777777', '__proto__', 'toString'])('is refused with the unknown serial %j', (serial) => {
    expect(verifying(signedHeaders('{"a":1}', { serial }))).toThrow(coded('wechat_serial_unknown'));
  });

  test('is refused when the key is not that of the serial', () => {
    const headers = signedHeaders('{"a":1}', { serial: PUBLIC_KEY_ID });
    expect(verifying(headers)).toThrow(coded('wechat_signature_invalid'));
  });

  test('is refused when a stranger signed it', () => {
    const headers = signedHeaders('{"a":1}', { privateKey: merchantKeys.privateKey });
    expect(verifying(headers)).toThrow(coded('wechat_signature_invalid'));
  });

  test('is refused when the body was written anew', () => {
    expect(verifying(signedHeaders('{"a":1}'), '{"a": 1}')).toThrow(coded('wechat_signature_invalid'));
  });

  test('is refused when WeChat probes with a false signature', () => {
    const headers = { ...signedHeaders('{"a":1}'), 'wechatpay-signature': 'WECHATPAY/SIGNTEST/q83vEjRW' };
    expect(verifying(headers)).toThrow(coded('wechat_signature_probe'));
  });

  test('is refused with another signature type', () => {
    const headers = { ...signedHeaders('{"a":1}'), 'wechatpay-signature-type': 'WECHATPAY2-SM2-WITH-SM3' };
    expect(verifying(headers)).toThrow(coded('wechat_signature_type_unsupported'));
  });

  test('keeps control characters of a foreign serial out of the message', () => {
    const headers = signedHeaders('{"a":1}', { serial: 'x\nlevel=info' });
    expect(verifying(headers)).toThrow(/"x\\nlevel=info"/);
  });
});

test('a signature that OpenSSL made is verified with the key of the certificate', () => {
  const { serial, certificate, timestamp, nonce, body, signature } = OPENSSL_VECTOR;
  const headers = new Headers({
    'wechatpay-timestamp': timestamp,
    'wechatpay-nonce': nonce,
    'wechatpay-serial': serial,
    'wechatpay-signature': signature,
  });
  const certificates = readVerifiers([{ serial, publicKey: certificate }], 'other');
  const header = (name: string) => headers.get(name) ?? undefined;
  const content = { header, body: Buffer.from(body), nowMs: NOW_MS };
  expect(() => verifyContent(certificates, content)).not.toThrow();
});
