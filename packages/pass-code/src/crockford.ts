/** The 32 digits, by value: no I, L, O (too like 1, 1, 0) and no U. All are in the alphanumeric mode of QR codes. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

const values = new Map(Array.from(DIGITS, (digit, value) => [digit, value]));

/**
 * Writes bytes in base32 by Douglas Crockford (https://www.crockford.com/base32.html), upper case.
 * @param bytes as many as fill whole digits: a multiple of 5
 */
export function toCrockford(bytes: Uint8Array): string {
  let text = '';
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += DIGITS.charAt((held >> bits) & 31);
    }
    held &= (1 << bits) - 1;
  }
  return text;
}

/** Reads upper-case digits, a multiple of 8 of them; undefined when one is none. Look-alikes are digits already. */
export function fromCrockford(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array((text.length * 5) / 8);
  let held = 0;
  let bits = 0;
  let at = 0;
  for (const digit of text) {
    const value = values.get(digit);
    if (value === undefined) return undefined;
    held = (held << 5) | value;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[at] = held >> bits;
      at += 1;
      held &= (1 << bits) - 1;
    }
  }
  return bytes;
}
