import { randomBytes, randomInt, randomUUID } from 'node:crypto';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Where new identifiers come from. Tests may hand in a countable source. */
export interface Ids {
  uuid(): string;
  /** Letters and digits, unguessable. */
  token(length: number): string;
  digits(length: number): string;
  /** Upper-case hexadecimal. */
  hex(length: number): string;
}

export const randomIds: Ids = {
  uuid: () => randomUUID(),
  token: (length) => pick(BASE62, length),
  digits: (length) => pick('0123456789', length),
  hex: (length) =>
    randomBytes(Math.ceil(length / 2))
      .toString('hex')
      .slice(0, length)
      .toUpperCase(),
};

function pick(alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
}
