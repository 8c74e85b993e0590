import { createHash, randomBytes } from 'node:crypto';

const TOKEN_BYTES = 32;

/** Makes unguessable names. Handed in, so that tests can foretell them. */
export interface Ids {
  /** 256 random bits as 43 characters of base64url: session tokens, login states, buyer cookies. */
  token(): string;
}

export const randomIds: Ids = {
  token: () => randomBytes(TOKEN_BYTES).toString('base64url'),
};

/** SHA-256 of a token, in hex: what the database keeps, so that a stolen table opens no session. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
