import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { countIn } from '../core/counters.ts';
import type { EndpointParts } from './endpoint.ts';
import { chooseSubprotocol } from './subprotocol.ts';
import { WebSocketConnection } from './websocket-connection.ts';

/** The answers that ws still has to write when it closes, and how long it waits for the other side's. */
const CLOSE_TIME_LIMIT_MS = 5_000;

/** An upgrade request that was admitted. */
export interface Upgrade {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
}

/** Completes the handshake of an admitted upgrade; calls back with the connection, before anything is read from it. */
export type AcceptWebSocket = (upgrade: Upgrade, onOpen: (connection: WebSocketConnection) => void) => void;

/** Makes what turns admitted upgrades into connections. Messages of more bytes than `maxPayloadBytes` close with 1009. */
export function createWebSocketAcceptor(parts: EndpointParts, maxPayloadBytes: number): AcceptWebSocket {
  const { writer, timers, limits, counters, logger } = parts;
  const settings = {
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: maxPayloadBytes,
    // A client that pings and does not read must not make us store its pongs.
    maxPendingAutoPongs: 32,
    closeTimeout: CLOSE_TIME_LIMIT_MS,
    handleProtocols: (offered: Set<string>) => chooseSubprotocol(offered) ?? false,
  };
  const server = new WebSocketServer(settings);

  function onError(error: Error): void {
    countIn(counters.disconnects, 'websocket_error');
    logger.warn({ err: error }, 'a socket broke the WebSocket protocol');
  }

  return ({ request, socket, head }, onOpen) => {
    server.handleUpgrade(request, socket, head, (webSocket) => {
      onOpen(new WebSocketConnection({ webSocket, socket, writer, timers, limits, onError }));
    });
  };
}
