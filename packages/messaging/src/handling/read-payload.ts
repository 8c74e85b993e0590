import { isUtf8 } from 'node:buffer';
import type { HeaderMap } from '@carillon/stomp';
import { handlerError } from './handler-error.ts';

/**
 * Reads a body by its content-type: JSON (`application/json`, `…+json`) as its value, `text/*` as a
 * string, anything else as bytes. Throws HandlerError `malformed_payload` or `unsupported_charset`.
 *
 * Many clients send no content-type at all. Then the answers are all readings that are possible, the likeliest
 * first: a schema takes the first that fits, a handler without a schema gets the first. A body that
 * is a JSON object or array is that; other bodies are text before they are JSON (`42` from a chat is text)
 * unless a schema thinks otherwise; what is not UTF-8 is bytes; nothing is undefined.
 */
export function readPayload(headers: HeaderMap, body: Uint8Array): [unknown, ...unknown[]] {
  const contentType = headers['content-type'];
  if (contentType === undefined) return guess(body);
  const [type = '', ...parameters] = contentType.toLowerCase().split(';');
  if (/^\s*application\/(?:[^\s/]+\+)?json\s*$/.test(type)) return [parse(decode(body, parameters))];
  if (/^\s*text\//.test(type)) return [decode(body, parameters)];
  return [body];
}

function guess(body: Uint8Array): [unknown, ...unknown[]] {
  if (body.length === 0) return [undefined, '', body];
  if (!isUtf8(body)) return [body];
  const text = toText(body);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [text, body];
  }
  return typeof value === 'object' && value !== null ? [value, text, body] : [text, value, body];
}

function decode(body: Uint8Array, parameters: readonly string[]): string {
  const charset = parameters.map((parameter) => /^\s*charset\s*=\s*"?([^\s"]*)"?\s*$/.exec(parameter)?.[1]);
  const [named = 'utf-8'] = charset.filter((name) => name !== undefined);
  if (!['utf-8', 'utf8', 'us-ascii'].includes(named)) throw handlerError('unsupported_charset');
  if (!isUtf8(body)) throw handlerError('malformed_payload', 'it is not UTF-8');
  return toText(body);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw handlerError('malformed_payload', 'it is not JSON', { cause: error });
  }
}

function toText(body: Uint8Array): string {
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
}
