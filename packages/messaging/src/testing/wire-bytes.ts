/**
 * Bytes as tests write them out: pairs of hexadecimal digits, and text in double quotes, which stands for
 * its UTF-8. `81 85 00000000 "Hello"` is a text frame whose mask changes nothing.
 */
export function wireBytes(source: string): Buffer {
  const parts = source.match(/"[^"]*"|[0-9a-fA-F]{2}/g) ?? [];
  return Buffer.concat(
    parts.map((part) => (part.startsWith('"') ? Buffer.from(part.slice(1, -1)) : Buffer.from(part, 'hex'))),
  );
}

/** A client's frame: masked as in RFC 6455 §5.7, and with a length as short as can be. */
export function clientFrame(firstByte: number, payload: string | Uint8Array = ''): Buffer {
  const plain = Buffer.from(payload);
  const mask = wireBytes('37 fa 21 3d');
  const length = Buffer.alloc(plain.length < 126 ? 1 : plain.length < 65_536 ? 3 : 9);
  if (length.length === 1) length[0] = plain.length;
  else if (length.length === 3) length.writeUInt16BE(plain.length, 1);
  else length.writeBigUInt64BE(BigInt(plain.length), 1);
  if (length.length > 1) length[0] = length.length === 3 ? 126 : 127;
  length[0] = (length[0] ?? 0) | 0x80;
  return Buffer.concat([
    Buffer.of(firstByte),
    length,
    mask,
    plain.map((byte, index) => byte ^ (mask[index & 3] ?? 0)),
  ]);
}
