/**
 * The yardstick: a server on ws that sends one prebuilt frame by one socket write per subscriber and
 * message, and checks nothing. A socket subscribes to what its path names; a message begins with the four
 * digits of where it goes.
 */
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { serve } from './server-process.ts';

const TOPIC_DIGITS = 4;

const topics = new Map<string, Set<Duplex>>();
let deliveries = 0;

function subscribersOf(topic: string): Set<Duplex> {
  let subscribers = topics.get(topic);
  if (!subscribers) {
    subscribers = new Set();
    topics.set(topic, subscribers);
  }
  return subscribers;
}

function fanOut(message: Buffer): void {
  const subscribers = subscribersOf(message.toString('latin1', 0, TOPIC_DIGITS));
  const length = message.length - TOPIC_DIGITS;
  const frame = Buffer.allocUnsafe(length + 4);
  frame[0] = 0x81;
  frame[1] = 126;
  frame.writeUInt16BE(length, 2);
  message.copy(frame, 4, TOPIC_DIGITS);
  for (const socket of subscribers) socket.write(frame);
  deliveries += subscribers.size;
}

serve({
  install(server) {
    const webSockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
    server.on('upgrade', (request, socket, head) => {
      webSockets.handleUpgrade(request, socket, head, (webSocket) => {
        const topic = (request.url ?? '/').slice(1);
        if (topic !== '') subscribersOf(topic).add(socket);
        webSocket.on('message', fanOut);
        webSocket.on('close', () => topics.get(topic)?.delete(socket));
      });
    });
  },
  deliveries: () => deliveries,
});
