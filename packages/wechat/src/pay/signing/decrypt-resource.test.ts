import { describe, expect, test } from 'vitest';
import { API_V3_KEY, sealed } from '../../testing/pay-stand-in.ts';
import { decryptResource } from './decrypt-resource.ts';

const key = Buffer.from(API_V3_KEY);
const resource = {
  ciphertext: sealed({ dish: '红烧肉' }).ciphertext,
  nonce: 'a1b2c3d4e5f6',
  associatedData: 'transaction',
};

function opening(over: Partial<typeof resource>, withKey: Uint8Array = key) {
  return () => decryptResource(withKey, { ...resource, ...over });
}

function coded(code: string): unknown {
  return expect.objectContaining({ code, outcome: 'unknown' });
}

describe('an encrypted resource', () => {
  test('opens with the APIv3 key', () => {
    expect(Buffer.from(opening({})()).toString()).toBe('{"dish":"红烧肉"}');
  });

  test.each([
    ['another key', {}, Buffer.alloc(32, 7)],
    ['another nonce', { nonce: 'a1b2c3d4e5f7' }, key],
    ['other associated data', { associatedData: 'refund' }, key],
    ['no associated data', { associatedData: '' }, key],
  ])('does not open with %s', (_, over, withKey) => {
    expect(opening(over, withKey)).toThrow(coded('wechat_ciphertext_undecryptable'));
  });

  test('does not open when any one of its bytes is changed', () => {
    const bytes = Buffer.from(resource.ciphertext, 'base64');
    for (const index of bytes.keys()) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(index) ^ 1, index);
      expect(opening({ ciphertext: changed.toString('base64') })).toThrow(
        coded('wechat_ciphertext_undecryptable'),
      );
    }
  });

  test('does not open cut at any byte', () => {
    const bytes = Buffer.from(resource.ciphertext, 'base64');
    for (const length of bytes.keys()) {
      const code = length < 16 ? 'wechat_ciphertext_malformed' : 'wechat_ciphertext_undecryptable';
      expect(opening({ ciphertext: bytes.subarray(0, length).toString('base64') })).toThrow(coded(code));
    }
  });

  test('is malformed when its base64 is cut or is none', () => {
    const malformed = coded('wechat_ciphertext_malformed');
    expect(opening({ ciphertext: resource.ciphertext.slice(0, -1) })).toThrow(malformed);
    expect(opening({ ciphertext: `${resource.ciphertext.slice(0, -4)}!!!!` })).toThrow(malformed);
  });

  test.each(['', 'short', 'a1b2c3d4e5f6x', '红红红红红'])('is malformed with the nonce %j', (nonce) => {
    expect(opening({ nonce })).toThrow(coded('wechat_ciphertext_malformed'));
  });
});
