/** Any but zeros, which every receiver would see through at no cost. */
const MASK = [0x37, 0xfa, 0x21, 0x3d] as const;

/** A client's text frame (RFC 6455 §5.2). Made once and sent often: masking is not what is measured. */
export function maskedFrame(payload: Uint8Array): Buffer {
  const headBytes = payload.length < 126 ? 6 : 8;
  const frame = Buffer.alloc(headBytes + payload.length);
  frame[0] = 0x81;
  if (headBytes === 6) frame[1] = 0x80 | payload.length;
  else {
    frame[1] = 0x80 | 126;
    frame.writeUInt16BE(payload.length, 2);
  }
  frame.set(MASK, headBytes - 4);
  for (const [index, byte] of payload.entries()) frame[headBytes + index] = byte ^ (MASK[index & 3] ?? 0);
  return frame;
}
