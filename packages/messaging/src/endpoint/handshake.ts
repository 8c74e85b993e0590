import type { IncomingMessage } from 'node:http';
import type { Handshake } from '../core/handshake.ts';

type UpgradeRequest = Pick<IncomingMessage, 'url' | 'headers'>;

/** Reads what `authenticate` is given. */
export function readHandshake(
  request: UpgradeRequest,
  remoteAddress: string,
  params: Handshake['params'] = {},
): Handshake {
  const url = request.url ?? '/';
  const queryAt = url.indexOf('?');
  return {
    headers: request.headers,
    cookies: readCookies(request.headers.cookie ?? ''),
    query: new URLSearchParams(queryAt < 0 ? '' : url.slice(queryAt + 1)),
    url,
    params,
    remoteAddress,
    attributes: new Map(),
  };
}

/** The path of a request, without its query. */
export function pathOf(request: UpgradeRequest): string {
  return (request.url ?? '/').split('?', 1)[0] ?? '/';
}

function readCookies(header: string): Record<string, string> {
  const cookies: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const pair of header.split(';')) {
    const equalsAt = pair.indexOf('=');
    if (equalsAt < 0) continue;
    const name = pair.slice(0, equalsAt).trim();
    const value = pair
      .slice(equalsAt + 1)
      .trim()
      .replace(/^"(.*)"$/, '$1');
    cookies[name] ??= decodeOrKeep(value);
  }
  return cookies;
}

function decodeOrKeep(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
