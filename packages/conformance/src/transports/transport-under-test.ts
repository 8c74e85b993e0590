import { onTestFinished } from 'vitest';
import type { MessagingOptions, OpenText } from '@carillon/messaging';
import { Bystander, startServer } from '@carillon/messaging/internal';
import type { OpenWire } from '@carillon/messaging/internal';
import { HTTP_FRAMINGS } from './http-framing.ts';
import { HttpWire } from './http-wire.ts';
import { WebSocketWire } from './websocket-wire.ts';

/** By the names under which the engine counts them, and the plain WebSocket at both of its addresses. */
export const TRANSPORTS = [
  'websocket',
  'raw websocket',
  'sockjs-websocket',
  'xhr-polling',
  'xhr-streaming',
  'eventsource',
  'htmlfile',
  'jsonp-polling',
] as const;

export type TransportName = (typeof TRANSPORTS)[number];

/** How a transport's wires are opened at an endpoint. */
function wireOf(name: TransportName, url: string, protocols: string[]): OpenWire {
  const framing = HTTP_FRAMINGS[name];
  if (framing) return (handler) => new HttpWire(url.replace('ws:', 'http:'), framing, handler).opened();
  const isSockJs = name === 'sockjs-websocket';
  const path = { websocket: '', 'raw websocket': '/websocket' }[name as string] ?? '/000/any/websocket';
  return (handler) => WebSocketWire.open(`${url}${path}`, handler, { isSockJs, protocols });
}

/** What lets a test see the ends of times and responses. */
const SOCKJS = { disconnectDelayMs: 300, heartbeatMs: 400, responseLimitBytes: 64 * 1024 };

/** A server with a bystander on it, who must have missed nothing when the test is over. */
export async function openServer(name: TransportName, options: MessagingOptions = {}) {
  const server = await startServer(options, {
    sockjs: SOCKJS,
  });
  const bystander = await Bystander.arrive(server);
  onTestFinished(async () => {
    await bystander.missesNothing();
    await server.stop();
  });
  return { server, bystander, openWire: wireOf(name, server.url, ['v12.stomp']) };
}

/** The same with a text endpoint beside that of the bystander. */
export async function openTextServer(
  name: TransportName,
  open: OpenText<'/text/{who}'>,
  options: MessagingOptions = {},
) {
  const { server } = await openServer(name, options);
  server.messaging.textEndpoint('/text/{who}', { open, sockjs: SOCKJS });
  const openWire = (who: string): OpenWire => wireOf(name, server.url.replace('/ws', `/text/${who}`), []);
  return { server, openWire };
}
