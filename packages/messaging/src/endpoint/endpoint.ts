import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { authorizeByBoth } from '../core/authorize.ts';
import type { Authorize } from '../core/authorize.ts';
import { countIn } from '../core/counters.ts';
import { MessagingError } from '../core/errors.ts';
import type { Handshake } from '../core/handshake.ts';
import type { Principal } from '../core/principal.ts';
import type { Arrival, AuthenticateConnect, SessionParts } from '../session/session-parts.ts';
import type { UserDirectory } from '../user/user-directory.ts';
import { Admission } from './admission.ts';
import type { Connections } from './connections.ts';
import type { OpenConversation, OpenedConversation } from './conversation.ts';
import { openSession } from './open-session.ts';
import type { AllowedOrigins } from './origin.ts';
import { PathPattern } from './path-pattern.ts';
import { answerUpgrade, refuseUpgrade } from './refuse-upgrade.ts';
import { countRefusal } from './refusal.ts';
import { METHODS, parseRoute } from './sockjs/route.ts';
import type { SockJsOptions } from './sockjs/sockjs-options.ts';
import { SockJsService } from './sockjs/sockjs-service.ts';
import { SockJsWebSocket } from './sockjs/sockjs-websocket.ts';
import { chooseSubprotocol, readSubprotocols } from './subprotocol.ts';
import type { TurnWriter } from './turn-writer.ts';
import type { WebSocketConnection } from './websocket-connection.ts';
import { createWebSocketAcceptor } from './websocket-upgrade.ts';
import type { AcceptWebSocket, CompressionOptions, Upgrade } from './websocket-upgrade.ts';

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
  /**
   * Serves SockJS 0.3.3 below the path, for clients that cannot open a WebSocket; the plain WebSocket is at
   * `<path>/websocket` besides. Default: false.
   */
  sockjs?: boolean | SockJsOptions;
  /** Pages of which origins may connect, besides those of this host. Default: none. */
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
  /** Who talks to the clients. Default: STOMP sessions. */
  readonly open?: OpenConversation;
  /** What is spoken over a WebSocket, the best first. Default: STOMP's versions. */
  readonly subprotocols?: readonly string[];
}

/** RFC 6455 §7.4.1: the server met a condition that it did not expect. */
const COULD_NOT_BEGIN = Object.freeze({ code: 1011, reason: 'internal_error', reconnect: true });

/** Turns HTTP requests of one path into sessions. */
export class Endpoint {
  readonly #parts: EndpointParts;
  readonly #open: OpenConversation;
  readonly #admission: Admission;
  readonly #acceptWebSocket: AcceptWebSocket;
  readonly #sockjs: SockJsService | undefined;

  constructor(path: string, options: EndpointOptions, parts: EndpointParts) {
    this.#parts = parts;
    this.#admission = new Admission(new PathPattern(path), options, parts);
    const sessionParts = {
      ...parts,
      endpoint: path,
      authenticateConnect: options.authenticateConnect,
      authorize: authorizeByBoth(parts.authorize, options.authorize),
      requireHost: options.requireHost ?? false,
    };
    this.#open = parts.open ?? ((transport, arrival) => openSession(sessionParts, transport, arrival));
    this.#acceptWebSocket = createWebSocketAcceptor(parts, options.compression);
    const { sockjs = false } = options;
    if (sockjs === false) return;
    this.#sockjs = new SockJsService(sockjs, options, {
      path,
      admission: this.#admission,
      engine: parts,
      open: this.#open,
    });
  }

  /** Whether the paths below the endpoint's, and its own, are served over plain HTTP too. */
  get servesBelow(): boolean {
    return this.#sockjs !== undefined;
  }

  /** Answers an HTTP request. Only if it serves below. */
  async serve(request: IncomingMessage, response: ServerResponse, suffix: string): Promise<void> {
    await this.#sockjs?.serve(request, response, suffix);
  }

  /** Takes an upgrade request over: answers it by a WebSocket, or by an HTTP error. Never throws or rejects. */
  async accept(upgrade: Upgrade, suffix: string): Promise<void> {
    const wire = this.#wireAt(suffix);
    const isGet = upgrade.request.method === 'GET';
    if (!wire) refuseUpgrade(upgrade.socket, new MessagingError('unknown_endpoint'));
    else if (isGet) await this.#admit(upgrade, wire);
    else answerUpgrade(upgrade.socket, { status: 405, headers: [`Allow: ${METHODS.websocket.join(', ')}`] });
  }

  /** How it is spoken at a path. With SockJS, the plain WebSocket is at `/websocket` too, as Spring does. */
  #wireAt(suffix: string): Wire | undefined {
    if (this.#sockjs?.options.websocket === false) return undefined;
    if (suffix === '') return 'plain';
    const kind = parseRoute(suffix)?.kind;
    if (kind === 'websocket') return 'sockjs';
    return kind === 'raw-websocket' ? 'plain' : undefined;
  }

  async #admit(upgrade: Upgrade, wire: Wire): Promise<void> {
    const { request, socket } = upgrade;
    const onError = (): void => void socket.destroy();
    socket.on('error', onError);
    try {
      const place = this.#admission.takePlace(request, () => void socket.destroy());
      // It closes once: to say so would take two functions more for each socket.
      socket.on('close', () => place.release());
      this.#admission.checkOrigin(request.headers);
      checkSubprotocol(request, this.#parts.subprotocols);
      const arrival = await this.#admission.admit(request);
      if (socket.destroyed) return;
      const connection = this.#acceptWebSocket(upgrade, { drafts: wire === 'sockjs' });
      socket.removeListener('error', onError);
      this.#talk(wire === 'sockjs' ? this.#speakSockJs(connection) : connection, socket, arrival);
    } catch (error) {
      refuseUpgrade(socket, countRefusal(error, this.#parts));
    }
  }

  #speakSockJs(connection: WebSocketConnection): WebSocketConnection | SockJsWebSocket {
    if (!this.#sockjs) return connection;
    const { timers } = this.#parts;
    const { heartbeatMs, maxRequestBytes } = this.#sockjs.options;
    return new SockJsWebSocket(connection, { timers, heartbeatMs, maxMessageBytes: maxRequestBytes });
  }

  /** Never throws: after the 101 there is no HTTP error to answer any more. */
  #talk(connection: WebSocketConnection | SockJsWebSocket, socket: Duplex, arrival: Arrival): void {
    let opened: OpenedConversation;
    try {
      opened = this.#open(connection, arrival);
    } catch (error) {
      this.#parts.logger.error({ err: error }, 'a session could not begin');
      countIn(this.#parts.counters.disconnects, COULD_NOT_BEGIN.reason);
      connection.close(COULD_NOT_BEGIN);
      return;
    }
    socket.on('close', opened.onGone);
    connection.open(opened.session);
  }
}

/** How messages stand in those of a WebSocket: by themselves, or in SockJS's framing. */
type Wire = 'plain' | 'sockjs';

function checkSubprotocol({ headers }: IncomingMessage, spoken?: readonly string[]): void {
  const offered = readSubprotocols(headers['sec-websocket-protocol']);
  if (offered.length > 0 && !chooseSubprotocol(offered, spoken))
    throw new MessagingError('unsupported_subprotocol');
}
