import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { MessagingError } from '../core/errors.ts';
import { toHttpRefusal } from './refusal.ts';

/** A whole HTTP answer to an upgrade request that stays unanswered by a WebSocket. */
export interface UpgradeAnswer {
  readonly status: number;
  readonly headers?: readonly string[];
  readonly body?: string;
}

/** Answers an upgrade request by an HTTP error with the code in its body, and closes the connection. */
export function refuseUpgrade(socket: Duplex, error: MessagingError): void {
  const { status, body } = toHttpRefusal(error);
  const headers = ['Content-Type: application/json'];
  // RFC 6455 §4.4: the versions that are spoken here.
  if (status === 426) headers.push('Upgrade: websocket', 'Sec-WebSocket-Version: 13');
  answerUpgrade(socket, { status, headers, body });
}

/** Answers an upgrade request by plain HTTP, and closes the connection. */
export function answerUpgrade(socket: Duplex, { status, headers = [], body = '' }: UpgradeAnswer): void {
  if (socket.destroyed) return;
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Connection: close',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...headers,
  ];
  // Node took its own listener off when the upgrade was asked for: without one, a reset would end the process.
  socket.on('error', () => socket.destroy());
  socket.once('finish', () => socket.destroy());
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
