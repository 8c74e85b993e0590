/** Length of a showing's number in a code; 48 bits, so that it is exact without BigInt. */
export const SHOWING_ID_BYTES = 6;
export const STEP_BYTES = 2;

/**
 * Writes a whole number with its high byte first.
 * @throws RangeError when it does not fit
 */
export function toBytes(number: number, length: number): Uint8Array {
  if (!Number.isSafeInteger(number) || number < 0 || number >= 256 ** length) {
    throw new RangeError(`A pass code has ${length} bytes for this number: ${number}.`);
  }
  const bytes = new Uint8Array(length);
  let rest = number;
  for (let at = length - 1; at >= 0; at -= 1) {
    bytes[at] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  return bytes;
}

export function toNumber(bytes: Uint8Array): number {
  let number = 0;
  for (const byte of bytes) number = number * 256 + byte;
  return number;
}
