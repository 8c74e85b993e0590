import { HeaderBag } from '@carillon/stomp';
import type { Message } from '../core/message.ts';

/** The first byte: nodes of a later version that write otherwise are not misread. */
const FORMAT = 1;
/** The format, and the length of the head (UInt32BE). */
const HEAD_BYTES = 5;

/** Writes a message for other nodes: destination, headers and the session that it is for as JSON, then its body. */
export function encodeMessage({ destination, headers, body, onlyFor }: Message): Uint8Array {
  const json = JSON.stringify(
    onlyFor === undefined ? [destination, headers] : [destination, headers, onlyFor],
  );
  const jsonBytes = Buffer.byteLength(json);
  const bytes = Buffer.allocUnsafe(HEAD_BYTES + jsonBytes + body.length);
  bytes[0] = FORMAT;
  bytes.writeUInt32BE(jsonBytes, 1);
  bytes.write(json, HEAD_BYTES, 'utf8');
  bytes.set(body, HEAD_BYTES + jsonBytes);
  return bytes;
}

/** Reads what `encodeMessage` wrote, without copying the body; answers undefined for anything else. */
export function decodeMessage(payload: Uint8Array): Message | undefined {
  const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.length);
  if (bytes.length < HEAD_BYTES || bytes[0] !== FORMAT) return undefined;
  const bodyStart = HEAD_BYTES + bytes.readUInt32BE(1);
  if (bodyStart > bytes.length) return undefined;
  const head = readHead(bytes.toString('utf8', HEAD_BYTES, bodyStart));
  return head && { ...head, body: bytes.subarray(bodyStart) };
}

function readHead(json: string): Omit<Message, 'body'> | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    return undefined;
  }
  if (!Array.isArray(parsed)) return undefined;
  const [destination, own, onlyFor] = parsed as unknown[];
  const headers = readHeaders(own);
  if (typeof destination !== 'string' || !headers) return undefined;
  if (onlyFor === undefined) return { destination, headers };
  return typeof onlyFor === 'string' ? { destination, headers, onlyFor } : undefined;
}

function readHeaders(own: unknown): HeaderBag | undefined {
  if (typeof own !== 'object' || own === null || Array.isArray(own)) return undefined;
  const headers = new HeaderBag();
  for (const [name, value] of Object.entries(own)) {
    if (typeof value !== 'string') return undefined;
    headers[name] = value;
  }
  return headers;
}
