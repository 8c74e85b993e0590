import type { ClientSocket, SocketEvents } from './socket.ts';

/** What we use of a WebSocket of the WHATWG standard: browsers have it, and Node. */
export interface StandardWebSocket {
  binaryType: 'arraybuffer' | 'blob';
  onopen: unknown;
  onmessage: unknown;
  onclose: unknown;
  send(bytes: Uint8Array<ArrayBuffer>): void;
  close(code?: number, reason?: string): void;
}

/** The browser's own WebSocket. Cookies of the page's site go with the handshake by themselves. */
export function browserSocket(url: string, protocols: string[], events: SocketEvents): ClientSocket {
  return standardSocket(new WebSocket(url, protocols), events);
}

/** Makes a WebSocket of the standard, opened by the caller in its own way, one for the client. */
export function standardSocket(socket: StandardWebSocket, events: SocketEvents): ClientSocket {
  socket.binaryType = 'arraybuffer';
  socket.onopen = () => events.onOpen();
  socket.onmessage = ({ data }: { data: string | ArrayBuffer }) => events.onMessage(data);
  socket.onclose = ({ code, reason }: { code: number; reason: string }) => events.onClose(code, reason);
  return socket;
}
