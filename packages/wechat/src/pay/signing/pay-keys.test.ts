import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { OPENSSL_VECTOR } from '../../testing/openssl-vector.ts';
import { merchantKeys, platformKeys, publicKeyKeys } from '../../testing/pay-stand-in.ts';
import { readApiV3Key, readMerchantKey, readVerifiers } from './pay-keys.ts';

function unusable(naming: string): unknown {
  return expect.objectContaining({
    code: 'wechat_configuration_invalid',
    outcome: 'final',
    message: expect.stringContaining(naming) as string,
  });
}

function keyOf(bits: number): string {
  const encoding = { format: 'pem' } as const;
  return generateKeyPairSync('rsa', {
    modulusLength: bits,
    privateKeyEncoding: { ...encoding, type: 'pkcs8' },
    publicKeyEncoding: { ...encoding, type: 'spki' },
  }).privateKey;
}

describe('the merchant’s private key', () => {
  test('is read from PEM', () => {
    expect(readMerchantKey(merchantKeys.privateKey).type).toBe('private');
  });

  test('is refused when it is cut, without showing it', () => {
    const cut = merchantKeys.privateKey.slice(0, -80);
    const read = () => readMerchantKey(cut);
    expect(read).toThrow(unusable('merchantPrivateKey'));
    expect(read).not.toThrow(cut.slice(40, 60));
  });

  test('is refused when it is the public one', () => {
    expect(() => readMerchantKey(merchantKeys.publicKey)).toThrow(unusable('merchantPrivateKey'));
  });

  test('is refused when it is short, or not RSA', () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const ed25519 = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    expect(() => readMerchantKey(keyOf(1024))).toThrow(unusable('2048'));
    expect(() => readMerchantKey(ed25519)).toThrow(unusable('2048'));
  });
});

describe('the APIv3 key', () => {
  test('has 32 bytes', () => {
    expect(readApiV3Key('0123456789abcdef0123456789abcdef')).toHaveLength(32);
  });

  test.each(['', 'too short, and secret', '三十二'.repeat(11)])(
    'is refused as %j, without showing it',
    (key) => {
      const read = () => readApiV3Key(key);
      expect(read).toThrow(unusable('apiV3Key'));
      if (key) expect(read).not.toThrow(key);
    },
  );
});

describe('the keys of WeChat Pay', () => {
  const { serial, certificate } = OPENSSL_VECTOR;

  test('are certificates and public keys side by side', () => {
    const verifiers = [
      { serial, publicKey: certificate },
      { serial: 'PUB_KEY_ID_01', publicKey: publicKeyKeys.publicKey },
    ];
    expect(readVerifiers(verifiers, 'merchant')).toMatchObject([
      { serial, expiresAtMs: Date.parse('2126-10-28T11:27:27Z') },
      { serial: 'PUB_KEY_ID_01', expiresAtMs: Number.POSITIVE_INFINITY },
    ]);
  });

  test.each([
    ['no PEM', [{ serial: 'A1', publicKey: 'wxp_pub.pem' }], '"A1"'],
    ['the merchant’s own', [{ serial: 'merchant', publicKey: merchantKeys.publicKey }], 'own certificate'],
    ['no serial', [{ serial: '', publicKey: platformKeys.publicKey }], 'empty'],
    ['a certificate under another serial', [{ serial: 'A1', publicKey: certificate }], 'another serial'],
    [
      'two of one serial',
      [
        { serial: 'A1', publicKey: platformKeys.publicKey },
        { serial: 'A1', publicKey: publicKeyKeys.publicKey },
      ],
      'twice',
    ],
  ])('are refused when there is %s', (_, verifiers, naming) => {
    expect(() => readVerifiers(verifiers, 'merchant')).toThrow(unusable(naming));
  });
});
