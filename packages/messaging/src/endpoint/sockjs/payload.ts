import { isUtf8 } from 'node:buffer';

/** Why a payload was refused, in the words that sockjs-protocol wants (XhrPolling.test_invalid_json). */
export class PayloadError extends Error {}

const BROKEN_JSON = 'Broken JSON encoding.';

/** Reads a body as text, which JSON is in UTF-8 (RFC 8259 §8.1). Throws PayloadError. */
export function readText(body: Buffer): string {
  if (!isUtf8(body)) throw new PayloadError(BROKEN_JSON);
  return body.toString('utf8');
}

/** Reads the messages of an `xhr_send`: a JSON array of strings. Throws PayloadError. */
export function parseMessages(text: string): string[] {
  if (text === '') throw new PayloadError('Payload expected.');
  const payload = parseJson(text);
  if (!Array.isArray(payload) || !payload.every(isString)) throw new PayloadError('Payload expected.');
  return payload;
}

/** Reads one message of a SockJS WebSocket: a JSON array of strings, or one string. Throws PayloadError. */
export function parseWebSocketMessages(text: string): string[] {
  if (text === '') return [];
  return text.startsWith('"') ? parseMessages(`[${text}]`) : parseMessages(text);
}

/** Reads the messages of a `jsonp_send`: a form whose field `d` is the array, or the array itself. */
export function parseJsonpMessages(body: string, contentType = ''): string[] {
  const [type = ''] = contentType.split(';');
  if (type.trim().toLowerCase() !== 'application/x-www-form-urlencoded') return parseMessages(body);
  return parseMessages(new URLSearchParams(body).get('d') ?? '');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new PayloadError(BROKEN_JSON);
  }
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}
