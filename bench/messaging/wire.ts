import { encodeFrame } from '@carillon/stomp';
import { maskedFrame } from './masked-frame.ts';

const PAYLOAD_BYTES = 256;

/** A JSON message as applications send them. */
export function payloadOf(): string {
  return JSON.stringify({ text: 'x'.repeat(PAYLOAD_BYTES - '{"text":""}'.length) });
}

/** How clients of a server subscribe and publish. */
export interface Wire {
  /** The path at which a subscriber of this topic connects. */
  pathOf(topic: string): string;
  /** Sent after the handshake, each answered by something. */
  greetings(topic: string, subscriptionId: string): Uint8Array[];
  /** A message to a topic, masked. */
  messageTo(topic: string): Buffer;
}

/** Where the SockJS endpoints of these servers are. */
export const SOCKJS_PREFIX = '/sockjs';
/** Before the topic that a client of the SockJS peer asks for. */
export const SUBSCRIBE_WORD = 'subscribe ';

export const bareWire: Wire = {
  pathOf: (topic) => `/${topic}`,
  greetings: () => [],
  messageTo: (topic) => maskedFrame(Buffer.from(`${topic}${payloadOf()}`)),
};

const CONNECT = { 'accept-version': '1.2', host: 'bench' };

function subscribeFrame(topic: string, id: string): Uint8Array {
  const headers = { id, destination: `/topic/${topic}`, receipt: 'subscribed' };
  return encodeFrame({ command: 'SUBSCRIBE', headers });
}

export const stompWire: Wire = {
  pathOf: () => '/',
  greetings: (topic, id) => [
    encodeFrame({ command: 'CONNECT', headers: CONNECT }),
    subscribeFrame(topic, id),
  ],
  messageTo: (topic) =>
    maskedFrame(
      encodeFrame({
        command: 'SEND',
        headers: { destination: `/topic/${topic}`, 'content-type': 'application/json' },
        body: payloadOf(),
      }),
    ),
};

/** As `stompWire`, with heart-beats of 10 s both ways. */
export const heartbeatWire: Wire = {
  ...stompWire,
  greetings: (topic, id) => [
    encodeFrame({ command: 'CONNECT', headers: { ...CONNECT, 'heart-beat': '10000,10000' } }),
    subscribeFrame(topic, id),
  ],
};

/** Text over SockJS; the client that publishes does so over a raw WebSocket. */
export const sockJsWire: Wire = {
  pathOf: () => `${SOCKJS_PREFIX}/websocket`,
  greetings: (topic) => [Buffer.from(`${SUBSCRIBE_WORD}${topic}`)],
  messageTo: (topic) => bareWire.messageTo(topic),
};

/** Engine.IO 4 and Socket.IO 5 over WebSocket; whoever is connected gets every message. */
export const socketIoWire: Wire = {
  pathOf: () => '/socket.io/?EIO=4&transport=websocket',
  greetings: () => [Buffer.from('40')],
  messageTo: () => maskedFrame(Buffer.from(`42${JSON.stringify(['publish', payloadOf()])}`)),
};
