import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { MessagingError, MessagingErrorCode } from '../core/errors.ts';

/** HTTP statuses of the errors that can refuse a handshake; any other is the server's own fault. */
const STATUSES: Partial<Record<MessagingErrorCode, number>> = {
  unauthorized: 401,
  session_expired: 401,
  forbidden: 403,
  origin_forbidden: 403,
  unknown_endpoint: 404,
  unsupported_subprotocol: 400,
  too_many_sessions: 429,
  unavailable: 503,
  answer_timeout: 503,
};

/** Answers an upgrade request by an HTTP error with the code in its body, and closes the connection. */
export function refuseUpgrade(socket: Duplex, { code, message }: MessagingError): void {
  if (socket.destroyed) return;
  const status = STATUSES[code] ?? 500;
  const body = JSON.stringify({ error: { code, message } });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Connection: close',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  // Node took its own listener off when the upgrade was asked for: without one, a reset would end the process.
  socket.on('error', () => socket.destroy());
  socket.once('finish', () => socket.destroy());
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
