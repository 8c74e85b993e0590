import { once } from 'node:events';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';

/** The HTTP status that answers a WebSocket handshake. A socket that is taken in stays open. */
export async function handshakeStatus(
  address: string,
  headers: Record<string, string>,
): Promise<number | undefined> {
  const upgrade = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
  };
  const call = request(address, { headers: { ...upgrade, ...headers } }).end();
  const [response] = (await Promise.race([once(call, 'response'), once(call, 'upgrade')])) as [
    IncomingMessage,
  ];
  response.resume();
  return response.statusCode;
}
