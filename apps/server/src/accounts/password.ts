import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import type { ScryptOptions } from 'node:crypto';
import { promisify } from 'node:util';
import { createOneAtATime } from '../platform/one-at-a-time.ts';
import { accountErrors } from './account-errors.ts';

const deriveNow = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

/** RFC 7914 parameters of new hashes: 32 MiB and some 80 ms. Old hashes keep those stored with them. */
const COST = { cost: 2 ** 15, blockSize: 8, parallelization: 1 };
/** One is worked on at a time, for files are read by the same threads; so many may wait: two seconds' worth or so. */
const MAX_WAITING = 20;
const SALT_BYTES = 16;
const KEY_BYTES = 32;

/**
 * Hashes a password for keeping: `scrypt$<cost>$<block size>$<parallelization>$<salt>$<key>`.
 * @throws passwords_busy
 */
export async function hashPassword(password: string, parameters = COST): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const key = await derive(password.normalize('NFC'), salt, KEY_BYTES, withMemory(parameters));
  const { cost, blockSize, parallelization } = parameters;
  return ['scrypt', cost, blockSize, parallelization, salt.toString('base64'), key.toString('base64')].join(
    '$',
  );
}

/**
 * Tells whether a password is the one that was hashed, in a time that does not depend on how near it is.
 * @throws passwords_busy
 */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const [scheme, cost, blockSize, parallelization, salt, key] = stored.split('$');
  if (scheme !== 'scrypt' || salt === undefined || key === undefined) return false;
  const expected = Buffer.from(key, 'base64');
  const parameters = {
    cost: Number(cost),
    blockSize: Number(blockSize),
    parallelization: Number(parallelization),
  };
  const actual = await derive(
    password.normalize('NFC'),
    Buffer.from(salt, 'base64'),
    expected.length,
    withMemory(parameters),
  );
  return timingSafeEqual(actual, expected);
}

const turns = createOneAtATime(MAX_WAITING);

async function derive(...[password, salt, bytes, options]: Parameters<typeof deriveNow>): Promise<Buffer> {
  const deriving = turns.run(async () => deriveNow(password, salt, bytes, options));
  if (deriving === undefined) throw accountErrors.passwords_busy();
  return deriving;
}

/** Node refuses to derive with more than 32 MiB unless it is told how much is meant. */
function withMemory(parameters: typeof COST): ScryptOptions {
  return { ...parameters, maxmem: 256 * parameters.cost * parameters.blockSize };
}
