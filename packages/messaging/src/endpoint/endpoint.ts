import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { authorizeByBoth } from '../core/authorize.ts';
import type { Authorize } from '../core/authorize.ts';
import { MessagingError } from '../core/errors.ts';
import type { Handshake } from '../core/handshake.ts';
import type { Principal } from '../core/principal.ts';
import type { Arrival, AuthenticateConnect, SessionParts } from '../session/session-parts.ts';
import type { UserDirectory } from '../user/user-directory.ts';
import { Admission } from './admission.ts';
import type { Connections } from './connections.ts';
import { openSessionOrClose } from './open-session.ts';
import type { SessionOpening } from './open-session.ts';
import type { AllowedOrigins } from './origin.ts';
import { refuseUpgrade } from './refuse-upgrade.ts';
import { countRefusal } from './refusal.ts';
import { chooseSubprotocol, readSubprotocols } from './subprotocol.ts';
import type { TurnWriter } from './turn-writer.ts';
import type { WebSocketConnection } from './websocket-connection.ts';
import { createWebSocketAcceptor } from './websocket-upgrade.ts';
import type { AcceptWebSocket, CompressionOptions } from './websocket-upgrade.ts';

/**
 * Says who makes a handshake. Undefined refuses with 401; a thrown `MessagingError('forbidden')` with
 * 403. Slower than `answerTimeLimitMs` is a refusal too.
 */
export type Authenticate = (handshake: Handshake) => Principal | undefined | Promise<Principal | undefined>;

/** What of the HTTP session a session is to remember as its `attributes`. */
export type ReadAttributes = (
  handshake: Handshake,
) => Readonly<Record<string, unknown>> | Promise<Readonly<Record<string, unknown>>>;

export interface EndpointOptions {
  /** Pages of which origins may connect. Default: pages of this host. */
  allowedOrigins?: AllowedOrigins;
  /** By the HTTP request. Without it and `authenticateConnect`, everybody is `anonymous`. */
  authenticate?: Authenticate;
  /** By the CONNECT frame, for clients that cannot send a cookie. */
  authenticateConnect?: AuthenticateConnect;
  /** Asked after the engine's own `authorize`, for the sessions of this endpoint; both must say yes. */
  authorize?: Authorize;
  /** Called for whoever was let in: Spring's HttpSessionHandshakeInterceptor. */
  attributes?: ReadAttributes;
  /**
   * Refuses a CONNECT without `host`, which STOMP 1.1 and 1.2 want. Default: false, as widespread clients do
   * not send it.
   */
  requireHost?: boolean;
  /** Open connections of this endpoint. Default: `limits.maxSessions`. */
  maxSessions?: number;
  /**
   * Compresses messages (permessage-deflate, RFC 7692) for WebSocket clients that offer it, without keeping
   * anything from one message to the next. Default: false.
   */
  compression?: boolean | CompressionOptions;
  /** The client's address, for `maxSessionsPerAddress`; behind a proxy, take it from the header that the proxy sets. */
  addressOf?: (request: IncomingMessage) => string;
}

export interface EndpointParts extends Omit<
  SessionParts,
  'authenticateConnect' | 'directory' | 'endpoint' | 'requireHost'
> {
  readonly directory: UserDirectory;
  readonly connections: Connections;
  readonly writer: TurnWriter;
}

/** Turns HTTP requests of one path into sessions. */
export class Endpoint {
  readonly #parts: EndpointParts;
  readonly #sessionParts: SessionOpening;
  readonly #admission: Admission;
  readonly #acceptWebSocket: AcceptWebSocket;

  constructor(path: string, options: EndpointOptions, parts: EndpointParts) {
    this.#parts = parts;
    this.#admission = new Admission(options, parts);
    this.#sessionParts = {
      ...parts,
      endpoint: path,
      authenticateConnect: options.authenticateConnect,
      authorize: authorizeByBoth(parts.authorize, options.authorize),
      requireHost: options.requireHost ?? false,
    };
    this.#acceptWebSocket = createWebSocketAcceptor(parts, options.compression);
  }

  /** Takes an upgrade request over: answers it by a WebSocket, or by an HTTP error. Never throws or rejects. */
  async accept(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const onError = (): void => void socket.destroy();
    socket.on('error', onError);
    try {
      const place = this.#admission.takePlace(request, () => void socket.destroy());
      socket.once('close', () => place.release());
      this.#admission.checkOrigin(request.headers);
      checkSubprotocol(request);
      const arrival = await this.#admission.admit(request);
      if (socket.destroyed) return;
      const connection = this.#acceptWebSocket({ request, socket, head });
      socket.removeListener('error', onError);
      this.#open(connection, socket, arrival);
    } catch (error) {
      refuseUpgrade(socket, countRefusal(error, this.#parts));
    }
  }

  #open(connection: WebSocketConnection, socket: Duplex, arrival: Arrival): void {
    const opened = openSessionOrClose(this.#sessionParts, connection, arrival);
    if (!opened) return;
    socket.once('close', opened.onGone);
    connection.open(opened.session);
  }
}

function checkSubprotocol({ headers }: IncomingMessage): void {
  const offered = readSubprotocols(headers['sec-websocket-protocol']);
  if (offered.length > 0 && !chooseSubprotocol(offered)) throw new MessagingError('unsupported_subprotocol');
}
