import { describe, expect, it } from 'vitest';
import { hashToken, randomIds } from './ids.ts';

describe('ids', () => {
  it('makes tokens of 256 random bits that fit into URLs and cookies', () => {
    const tokens = Array.from({ length: 100 }, () => randomIds.token());
    for (const token of tokens) {
      expect(token).toMatch(/^[\w-]{43}$/);
      expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    }
    expect(new Set(tokens).size).toBe(100);
  });

  it('hashes a token by SHA-256, in hex', () => {
    // FIPS 180-2, appendix B.1.
    expect(hashToken('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});
