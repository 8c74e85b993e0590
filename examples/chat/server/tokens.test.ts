import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createTokens } from './tokens.ts';

const HALF_A_DAY_MS = 12 * 60 * 60 * 1000;
const key = randomBytes(32);

describe('a token', () => {
  test('says who it was issued to, and for how long', () => {
    const tokens = createTokens(key, () => 1_000);
    expect(tokens.verify(tokens.issue('小安'))).toEqual({ uid: '小安', expiresInMs: HALF_A_DAY_MS });
  });

  test('is taken by whoever has the same key, and by nobody else', () => {
    const token = createTokens(key).issue('ann');
    expect(createTokens(key).verify(token)?.uid).toBe('ann');
    expect(createTokens(randomBytes(32)).verify(token)).toBeUndefined();
  });

  test('is worth nothing when its time is over', () => {
    let now = 0;
    const tokens = createTokens(key, () => now);
    const token = tokens.issue('ann');
    now = HALF_A_DAY_MS;
    expect(tokens.verify(token)).toBeUndefined();
  });

  test.each([
    ['another name', (token: string) => token.replace(/^[^.]+/, Buffer.from('bob').toString('base64url'))],
    ['another expiry', (token: string) => token.replace(/\.\d+\./, '.9999999999999.')],
    ['no signature', (token: string) => token.replace(/[^.]+$/, '')],
    ['nothing in it', () => ''],
  ])('is worth nothing with %s', (_, alter) => {
    const tokens = createTokens(key);
    expect(tokens.verify(alter(tokens.issue('ann')))).toBeUndefined();
  });
});
