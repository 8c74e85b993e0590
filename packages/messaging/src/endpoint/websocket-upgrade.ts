import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { countIn } from '../core/counters.ts';
import { sparingly } from '../core/sparingly.ts';
import type { EndpointParts } from './endpoint.ts';
import { chooseSubprotocol, readSubprotocols } from './subprotocol.ts';
import { checkOpeningHandshake, openingAnswer, RFC_6455_AND_DRAFTS } from './websocket/opening-handshake.ts';
import { acceptDeflate } from './websocket/permessage-deflate.ts';
import type { WebSocketError } from './websocket/websocket-error.ts';
import { WebSocketConnection } from './websocket-connection.ts';
import type { ConnectionOptions } from './connection-options.ts';

/** An upgrade request that was admitted. */
export interface Upgrade {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
}

interface AcceptOptions {
  /** Whether drafts of RFC 6455 are as good, which differ from it in nothing but their number. */
  readonly drafts: boolean;
}

export interface CompressionOptions {
  /** Smaller messages are sent as they are. Default: 1024. */
  fromBytes?: number;
}

/** Anybody can break a protocol as often as they like; the log is not theirs to fill. */
const REPORT_INTERVAL_MS = 1_000;

/**
 * Answers the handshake of an admitted upgrade; nothing is read from the connection until it is opened.
 * Throws MessagingError, and has answered nothing, for what is no WebSocket handshake.
 */
export type AcceptWebSocket = (upgrade: Upgrade, options?: AcceptOptions) => WebSocketConnection;

/** Makes what turns admitted upgrades into connections; with `compression`, by permessage-deflate for clients that offer it. */
export function createWebSocketAcceptor(
  parts: EndpointParts,
  compression: boolean | CompressionOptions = false,
): AcceptWebSocket {
  const { writer, timers, limits, counters, logger, subprotocols } = parts;
  const { fromBytes = 1_024 } = compression === true || compression === false ? {} : compression;

  const report = sparingly<WebSocketError>({ timers, intervalMs: REPORT_INTERVAL_MS }, (error, omitted) =>
    logger.warn({ reason: error.message, omitted }, 'a socket broke the WebSocket protocol'),
  );

  function onError(error: WebSocketError): void {
    countIn(counters.disconnects, 'websocket_error');
    report(error);
  }

  // One for all, as every connection keeps it.
  const plain: ConnectionOptions = { writer, timers, limits, onError };
  const deflating: ConnectionOptions = { ...plain, deflateFromBytes: fromBytes };

  return ({ request, socket, head }, options) => {
    checkOpeningHandshake(request, options?.drafts ? RFC_6455_AND_DRAFTS : undefined);
    const { headers } = request;
    const extensions = compression === false ? undefined : acceptDeflate(headers['sec-websocket-extensions']);
    const subprotocol = chooseSubprotocol(readSubprotocols(headers['sec-websocket-protocol']), subprotocols);
    if (head.length > 0) socket.unshift(head);
    socket.write(openingAnswer(request, { subprotocol, extensions }));
    return new WebSocketConnection(socket, extensions === undefined ? plain : deflating);
  };
}
