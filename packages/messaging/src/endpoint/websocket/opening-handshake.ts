import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { MessagingError } from '../../core/errors.ts';

/** RFC 6455 §1.3: joined to the client's key, it shows that the server knows what it agrees to. */
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** `Sec-WebSocket-Version` of RFC 6455, and with those of the drafts that differ from it in nothing but the number. */
const RFC_6455 = ['13'];
export const RFC_6455_AND_DRAFTS: readonly string[] = ['13', '8', '7'];

type UpgradeRequest = Pick<IncomingMessage, 'method' | 'httpVersionMajor' | 'httpVersionMinor' | 'headers'>;

/**
 * Checks a client's opening handshake (RFC 6455 §4.2.1); what concerns the application is not looked at.
 * Throws MessagingError `invalid_handshake` or `unsupported_websocket_version`.
 */
export function checkOpeningHandshake(request: UpgradeRequest, versions: readonly string[] = RFC_6455): void {
  const { method, headers } = request;
  if (method !== 'GET') refuse('the method must be GET');
  if (request.httpVersionMajor === 1 && request.httpVersionMinor < 1) refuse('HTTP/1.1 is needed');
  if (!wantsWebSocket(request)) refuse('Upgrade must be websocket');
  if (!/^[A-Za-z0-9+/]{22}==$/.test(headers['sec-websocket-key'] ?? ''))
    refuse('Sec-WebSocket-Key must be 16 bytes in base64');
  if (!versions.includes(headers['sec-websocket-version'] ?? '')) {
    throw new MessagingError('unsupported_websocket_version');
  }
}

/** Says whether a request that offers to upgrade offers a WebSocket. */
export function wantsWebSocket({ headers }: Pick<UpgradeRequest, 'headers'>): boolean {
  const upgrades = (headers.upgrade ?? '').split(',').map((name) => name.trim().toLowerCase());
  return upgrades.includes('websocket');
}

function refuse(detail: string): never {
  throw new MessagingError('invalid_handshake', detail);
}

/** The response to a handshake that was checked (RFC 6455 §4.2.2). */
export function openingAnswer(
  { headers }: UpgradeRequest,
  agreed: { subprotocol: string | undefined; extensions: string | undefined },
): string {
  const key = headers['sec-websocket-key'] ?? '';
  const lines = [
    'HTTP/1.1 101 Switching Protocols',
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Accept: ${createHash('sha1').update(`${key}${GUID}`).digest('base64')}`,
  ];
  if (agreed.subprotocol !== undefined) lines.push(`Sec-WebSocket-Protocol: ${agreed.subprotocol}`);
  if (agreed.extensions !== undefined) lines.push(`Sec-WebSocket-Extensions: ${agreed.extensions}`);
  return `${lines.join('\r\n')}\r\n\r\n`;
}
