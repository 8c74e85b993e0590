/** The yardstick: a prebuilt frame, one socket write per subscriber and message, and not one check. */
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { serve } from './server-process.ts';

const subscribers = new Set<Duplex>();
let deliveries = 0;

function fanOut(payload: Buffer): void {
  const frame = Buffer.allocUnsafe(payload.length + 4);
  frame[0] = 0x81;
  frame[1] = 126;
  frame.writeUInt16BE(payload.length, 2);
  frame.set(payload, 4);
  for (const socket of subscribers) socket.write(frame);
  deliveries += subscribers.size;
}

serve(
  (server) => {
    const webSockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
    server.on('upgrade', (request, socket, head) => {
      webSockets.handleUpgrade(request, socket, head, (webSocket) => {
        if (request.url === '/publish') webSocket.on('message', fanOut);
        else subscribers.add(socket);
        webSocket.on('close', () => subscribers.delete(socket));
      });
    });
  },
  () => deliveries,
);
