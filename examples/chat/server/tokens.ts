import { createHmac, timingSafeEqual } from 'node:crypto';

/** How long a login lasts. */
const TOKEN_LIFETIME_MS = 12 * 60 * 60 * 1000;

interface VerifiedToken {
  readonly uid: string;
  readonly expiresInMs: number;
}

export interface Tokens {
  /** A token that says who somebody is, and until when. */
  issue(uid: string): string;
  /** Who a token was issued to; undefined for one that is forged, altered or over. */
  verify(token: string): VerifiedToken | undefined;
}

/**
 * Signs tokens by HMAC-SHA-256, so that nothing need be remembered of them: they outlive a restart, and any
 * node with the same key accepts them. `<uid>.<expiry, ms since 1970>.<signature>`, each part base64url or digits.
 */
export function createTokens(key: Uint8Array, now: () => number = Date.now): Tokens {
  const sign = (claim: string): Buffer => createHmac('sha256', key).update(claim).digest();

  return {
    issue(uid) {
      const claim = `${Buffer.from(uid).toString('base64url')}.${now() + TOKEN_LIFETIME_MS}`;
      return `${claim}.${sign(claim).toString('base64url')}`;
    },
    verify(token) {
      const [encodedUid = '', expiry = '', signature = ''] = token.split('.', 3);
      const given = Buffer.from(signature, 'base64url');
      const expected = sign(`${encodedUid}.${expiry}`);
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
      const expiresInMs = Number(expiry) - now();
      if (expiresInMs <= 0) return undefined;
      return { uid: Buffer.from(encodedUid, 'base64url').toString(), expiresInMs };
    },
  };
}
