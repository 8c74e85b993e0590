/** Makes a key that no other checkout has: 128 random bits in hexadecimal. Works on plain HTTP too. */
export function makeAttemptKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
