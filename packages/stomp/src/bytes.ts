/** The bytes that STOMP gives a meaning (STOMP 1.2 "Augmented BNF"). */
export const NUL = 0x00;
export const LF = 0x0a;
export const CR = 0x0d;
export const COLON = 0x3a;
export const BACKSLASH = 0x5c;
export const DIGIT_0 = 0x30;
export const DIGIT_9 = 0x39;

/** The body of a frame that has none. */
export const NO_BYTES = new Uint8Array(0);

/** Copies `bytes` into an array of at least `capacity` bytes. */
export function grown(bytes: Uint8Array, capacity: number): Uint8Array {
  const larger = new Uint8Array(capacity);
  larger.set(bytes);
  return larger;
}
