import { createPublicKey } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { OPENSSL_VECTOR } from '../../testing/openssl-vector.ts';
import {
  NOW_MS,
  NOW_S,
  PLATFORM_SERIAL,
  PUBLIC_KEY_ID,
  merchantKeys,
  platformKeys,
  publicKeyKeys,
  signedHeaders,
} from '../../testing/pay-stand-in.ts';
import { readVerifiers } from './pay-keys.ts';
import { verifyContent } from './verifier.ts';

const keys = new Map([
  [PLATFORM_SERIAL, createPublicKey(platformKeys.publicKey)],
  [PUBLIC_KEY_ID, createPublicKey(publicKeyKeys.publicKey)],
]);

function verifying(headers: Record<string, string>, body = '{"a":1}', nowMs = NOW_MS): Promise<void> {
  const header = (name: string) => headers[name];
  return verifyContent((serial) => keys.get(serial), { header, body: Buffer.from(body), nowMs });
}

function without(name: string, headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([header]) => header !== name));
}

function coded(code: string): object {
  return { code, outcome: 'unknown', forged: true };
}

describe('content that WeChat Pay signed', () => {
  test('passes with a platform certificate', async () => {
    await expect(verifying(signedHeaders('{"a":1}'))).resolves.toBeUndefined();
  });

  test('passes with the public key, side by side', async () => {
    const headers = signedHeaders('{"a":1}', {
      serial: PUBLIC_KEY_ID,
      privateKey: publicKeyKeys.privateKey,
    });
    await expect(verifying(headers)).resolves.toBeUndefined();
  });

  test('passes when there is no body', async () => {
    await expect(verifying(signedHeaders(''), '')).resolves.toBeUndefined();
  });

  test('passes when no signature type is named', async () => {
    await expect(
      verifying(without('wechatpay-signature-type', signedHeaders('{"a":1}'))),
    ).resolves.toBeUndefined();
  });

  test.each([-299, 299])('passes with a time %i s off', async (offS) => {
    await expect(verifying(signedHeaders('{"a":1}', { timestampS: NOW_S + offS }))).resolves.toBeUndefined();
  });
});

describe('content that is not proven to be WeChat Pay’s', () => {
  test.each(['wechatpay-timestamp', 'wechatpay-nonce', 'wechatpay-signature', 'wechatpay-serial'])(
    'is refused without %s',
    async (name) => {
      const headers = signedHeaders('{"a":1}');
      await expect(verifying(without(name, headers))).rejects.toMatchObject(
        coded('wechat_signature_missing'),
      );
      await expect(verifying({ ...headers, [name]: '' })).rejects.toMatchObject(
        coded('wechat_signature_missing'),
      );
    },
  );

  test.each(['soon', '1795233600.5', '-1', '1e9', '0x6b0a'])('is refused with the time %j', async (time) => {
    const headers = { ...signedHeaders('{"a":1}'), 'wechatpay-timestamp': time };
    await expect(verifying(headers)).rejects.toMatchObject(coded('wechat_signature_missing'));
  });

  test('is refused when it was signed 300 s ago', async () => {
    const headers = signedHeaders('{"a":1}', { timestampS: NOW_S - 300 });
    await expect(verifying(headers)).rejects.toMatchObject(coded('wechat_timestamp_stale'));
  });

  test('is refused when it will be signed in 300 s', async () => {
    const headers = signedHeaders('{"a":1}', { timestampS: NOW_S + 300 });
    await expect(verifying(headers)).rejects.toMatchObject(coded('wechat_timestamp_future'));
  });

  test.each(['7777777777', '__proto__', 'toString'])(
    'is refused with the unknown serial %j',
    async (serial) => {
      await expect(verifying(signedHeaders('{"a":1}', { serial }))).rejects.toMatchObject(
        coded('wechat_serial_unknown'),
      );
    },
  );

  test('is refused when the key is not that of the serial', async () => {
    const headers = signedHeaders('{"a":1}', { serial: PUBLIC_KEY_ID });
    await expect(verifying(headers)).rejects.toMatchObject(coded('wechat_signature_invalid'));
  });

  test('is refused when a stranger signed it', async () => {
    const headers = signedHeaders('{"a":1}', { privateKey: merchantKeys.privateKey });
    await expect(verifying(headers)).rejects.toMatchObject(coded('wechat_signature_invalid'));
  });

  test('is refused when the body was written anew', async () => {
    await expect(verifying(signedHeaders('{"a":1}'), '{"a": 1}')).rejects.toMatchObject(
      coded('wechat_signature_invalid'),
    );
  });

  test('is refused when WeChat probes with a false signature', async () => {
    const headers = { ...signedHeaders('{"a":1}'), 'wechatpay-signature': 'WECHATPAY/SIGNTEST/q83vEjRW' };
    await expect(verifying(headers)).rejects.toMatchObject(coded('wechat_signature_probe'));
  });

  test('is asked for no key when anything else is wrong with it', async () => {
    const asked: string[] = [];
    const findKey = (serial: string) => {
      asked.push(serial);
      return keys.get(serial);
    };
    const probe = { ...signedHeaders('{}'), 'wechatpay-signature': 'WECHATPAY/SIGNTEST/q83vEjRW' };
    for (const headers of [probe, signedHeaders('{}', { timestampS: NOW_S - 300 })]) {
      const header = (name: string) => new Headers(headers).get(name) ?? undefined;
      const content = { header, body: Buffer.from('{}'), nowMs: NOW_MS };
      await expect(verifyContent(findKey, content)).rejects.toMatchObject({ forged: true });
    }
    expect(asked).toEqual([]);
  });

  test('is refused with another signature type', async () => {
    const headers = { ...signedHeaders('{"a":1}'), 'wechatpay-signature-type': 'WECHATPAY2-SM2-WITH-SM3' };
    await expect(verifying(headers)).rejects.toMatchObject(coded('wechat_signature_type_unsupported'));
  });

  test('keeps control characters of a foreign serial out of the message', async () => {
    const headers = signedHeaders('{"a":1}', { serial: 'x\nlevel=info' });
    await expect(verifying(headers)).rejects.toThrow(/"x\\nlevel=info"/);
  });
});

test('a signature that OpenSSL made is verified with the key of the certificate', async () => {
  const { serial, certificate, timestamp, nonce, body, signature } = OPENSSL_VECTOR;
  const headers = new Headers({
    'wechatpay-timestamp': timestamp,
    'wechatpay-nonce': nonce,
    'wechatpay-serial': serial,
    'wechatpay-signature': signature,
  });
  const [configured] = readVerifiers([{ serial, publicKey: certificate }], 'other');
  const header = (name: string) => headers.get(name) ?? undefined;
  const content = { header, body: Buffer.from(body), nowMs: NOW_MS };
  await expect(verifyContent(() => configured?.key, content)).resolves.toBeUndefined();
});
