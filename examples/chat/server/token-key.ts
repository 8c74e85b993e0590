import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const KEY_BYTES = 32;

/** The key that tokens are signed with: made once and kept, so that logins outlive a restart. */
export function loadTokenKey(file: string): Uint8Array {
  mkdirSync(path.dirname(file), { recursive: true });
  try {
    // Fails if it is there, so that two servers that start at once agree on one.
    writeFileSync(file, randomBytes(KEY_BYTES), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const key = readFileSync(file);
  if (key.length !== KEY_BYTES) throw new Error(`${file} is no key: delete it, and everybody logs in again.`);
  return key;
}
