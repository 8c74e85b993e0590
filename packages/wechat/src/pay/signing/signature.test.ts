import { createPrivateKey, createPublicKey } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { merchantKeys } from '../../testing/pay-stand-in.ts';
import { joinLines, signLines, verifyLines } from './signature.ts';

const privateKey = createPrivateKey(merchantKeys.privateKey);
const publicKey = createPublicKey(merchantKeys.publicKey);

function text(parts: (string | Uint8Array)[]): string {
  return Buffer.from(joinLines(parts)).toString();
}

describe('the lines that are signed', () => {
  test('end in a line feed each, the last one too', () => {
    expect(text(['GET', '/v3/certificates', '1554208460', 'nonce', ''])).toBe(
      'GET\n/v3/certificates\n1554208460\nnonce\n\n',
    );
  });

  test('keep a body byte for byte, UTF-8 or not', () => {
    const body = new Uint8Array([0xff, 0x00, 0xe7, 0x81]);
    expect(joinLines(['n', body])).toEqual(Buffer.from([0x6e, 0x0a, 0xff, 0x00, 0xe7, 0x81, 0x0a]));
  });
});

describe('a signature', () => {
  const signature = signLines(['1795233600', 'nonce', '{}'], privateKey);

  test('verifies over the same lines', () => {
    expect(verifyLines(['1795233600', 'nonce', '{}'], signature, publicKey)).toBe(true);
  });

  test.each([
    ['another time', ['1795233601', 'nonce', '{}']],
    ['another nonce', ['1795233600', 'nonc', '{}']],
    ['a space more in the body', ['1795233600', 'nonce', '{ }']],
    ['a line less', ['1795233600', 'nonce']],
  ])('does not verify over %s', (_, parts) => {
    expect(verifyLines(parts, signature, publicKey)).toBe(false);
  });

  test.each(['', 'not base64 at all', 'WECHATPAY/SIGNTEST/abcdef', 'AAAA'])(
    'that is %j is false, and nothing is thrown',
    (garbage) => {
      expect(verifyLines(['1795233600', 'nonce', '{}'], garbage, publicKey)).toBe(false);
    },
  );
});
