import { onTestFinished } from 'vitest';
import type { MessagingOptions } from '@carillon/messaging';
import { Bystander, startServer } from '@carillon/messaging/internal';
import type { OpenWire, TestServer } from '@carillon/messaging/internal';
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

/** How a transport's wires are opened at a server's endpoint. */
function wireOf(name: TransportName, { url }: TestServer): OpenWire {
  const framing = HTTP_FRAMINGS[name];
  if (framing) return (handler) => new HttpWire(url.replace('ws:', 'http:'), framing, handler).opened();
  const isSockJs = name === 'sockjs-websocket';
  const path = { websocket: '', 'raw websocket': '/websocket' }[name as string] ?? '/000/any/websocket';
  return (handler) => WebSocketWire.open(`${url}${path}`, handler, isSockJs);
}

/** A server with a bystander on it, who must have missed nothing when the test is over. */
export async function openServer(name: TransportName, options: MessagingOptions = {}) {
  const server = await startServer(options, {
    sockjs: { disconnectDelayMs: 300, heartbeatMs: 400, responseLimitBytes: 64 * 1024 },
  });
  const bystander = await Bystander.arrive(server);
  onTestFinished(async () => {
    await bystander.missesNothing();
    await server.stop();
  });
  return { server, bystander, openWire: wireOf(name, server) };
}
