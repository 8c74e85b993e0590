import { standardSocket } from '@carillon/client';
import type { SocketFactory } from '@carillon/client';

/** What Node's WebSocket takes beyond the standard: headers for the handshake. */
type NodeWebSocket = new (
  url: string,
  options: { protocols: string[]; headers: Record<string, string> },
) => WebSocket;

/** Opens Node's own WebSocket with headers of ours, since Node has no cookies that go by themselves. */
export function openNodeSocket(headers: Record<string, string>): SocketFactory {
  const Socket = WebSocket as unknown as NodeWebSocket;
  return (url, protocols, events) => standardSocket(new Socket(url, { protocols, headers }), events);
}
