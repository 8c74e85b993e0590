import { HeaderBag } from '@carillon/stomp';
import type { Message } from '../core/message.ts';

/** The first byte: nodes of a later version that write otherwise are not misread. */
const FORMAT = 1;
/** The format, and the length of the headers (UInt32BE). */
const HEAD_BYTES = 5;

/** Writes a message for other nodes: its headers as JSON, then its body. Its destination is the channel's. */
export function encodeMessage({ headers, body }: Message): Uint8Array {
  const json = JSON.stringify(headers);
  const jsonBytes = Buffer.byteLength(json);
  const bytes = Buffer.allocUnsafe(HEAD_BYTES + jsonBytes + body.length);
  bytes[0] = FORMAT;
  bytes.writeUInt32BE(jsonBytes, 1);
  bytes.write(json, HEAD_BYTES, 'utf8');
  bytes.set(body, HEAD_BYTES + jsonBytes);
  return bytes;
}

/** Reads what `encodeMessage` wrote, without copying the body; answers undefined for anything else. */
export function decodeMessage(destination: string, payload: Uint8Array): Message | undefined {
  const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.length);
  if (bytes.length < HEAD_BYTES || bytes[0] !== FORMAT) return undefined;
  const bodyStart = HEAD_BYTES + bytes.readUInt32BE(1);
  if (bodyStart > bytes.length) return undefined;
  const headers = readHeaders(bytes.toString('utf8', HEAD_BYTES, bodyStart));
  return headers && { destination, headers, body: bytes.subarray(bodyStart) };
}

function readHeaders(json: string): HeaderBag | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    return undefined;
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return undefined;
  const headers = new HeaderBag();
  for (const [name, value] of Object.entries(parsed)) {
    if (typeof value !== 'string') return undefined;
    headers[name] = value;
  }
  return headers;
}
