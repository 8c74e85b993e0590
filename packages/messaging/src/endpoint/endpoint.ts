import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { answerWithin, isPromiseLike } from '../core/answer-within.ts';
import { countIn } from '../core/counters.ts';
import { authorizeByBoth } from '../core/authorize.ts';
import type { Authorize } from '../core/authorize.ts';
import { MessagingError } from '../core/errors.ts';
import type { Handshake } from '../core/handshake.ts';
import { ANONYMOUS } from '../core/principal.ts';
import type { Principal } from '../core/principal.ts';
import type { Arrival, AuthenticateConnect, SessionParts } from '../session/session-parts.ts';
import { Session } from '../session/session.ts';
import type { Connections } from './connections.ts';
import { readHandshake } from './handshake.ts';
import { compileOrigins } from './origin.ts';
import type { AllowedOrigins, OriginCheck } from './origin.ts';
import { refuseUpgrade } from './refuse-upgrade.ts';
import { chooseSubprotocol, readSubprotocols } from './subprotocol.ts';
import type { TurnWriter } from './turn-writer.ts';
import type { UserDirectory } from '../user/user-directory.ts';
import { WebSocketConnection } from './websocket-connection.ts';

/**
 * Says who makes a handshake. Undefined refuses with 401; a thrown `MessagingError('forbidden')` with
 * 403. Slower than `answerTimeLimitMs` is a refusal too.
 */
export type Authenticate = (handshake: Handshake) => Principal | undefined | Promise<Principal | undefined>;

export interface EndpointOptions {
  /** Pages of which origins may connect. Default: pages of this host. */
  allowedOrigins?: AllowedOrigins;
  /** By the HTTP request. Without it and `authenticateConnect`, everybody is `anonymous`. */
  authenticate?: Authenticate;
  /** By the CONNECT frame, for clients that cannot send a cookie. */
  authenticateConnect?: AuthenticateConnect;
  /** Asked after the engine's own `authorize`, for the sessions of this endpoint; both must say yes. */
  authorize?: Authorize;
  /**
   * Refuses a CONNECT without `host`, which STOMP 1.1 and 1.2 want. Default: false, as widespread clients do
   * not send it.
   */
  requireHost?: boolean;
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

/** The answers that ws still has to write when it closes, and how long it waits for the other side's. */
const CLOSE_TIME_LIMIT_MS = 5_000;

/** RFC 6455 §7.4.1: the server met a condition that it did not expect. */
const COULD_NOT_BEGIN = Object.freeze({ code: 1011, reason: 'internal_error', reconnect: true });

/** Turns HTTP upgrade requests of one path into sessions. */
export class Endpoint {
  readonly #options: EndpointOptions;
  readonly #parts: EndpointParts;
  readonly #sessionParts: SessionParts;
  readonly #isOriginAllowed: OriginCheck;
  readonly #server: WebSocketServer;

  constructor(path: string, options: EndpointOptions, parts: EndpointParts) {
    this.#options = options;
    this.#parts = parts;
    this.#sessionParts = {
      ...parts,
      endpoint: path,
      authenticateConnect: options.authenticateConnect,
      authorize: authorizeByBoth(parts.authorize, options.authorize),
      requireHost: options.requireHost ?? false,
    };
    this.#isOriginAllowed = compileOrigins(options.allowedOrigins ?? 'same-origin');
    const settings = {
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      // Room above the STOMP limit: a frame that is a little too long gets an ERROR that says so; beyond, 1009.
      maxPayload: parts.limits.maxMessageBytes * 2,
      // A client that pings and does not read must not make us store its pongs.
      maxPendingAutoPongs: 32,
      closeTimeout: CLOSE_TIME_LIMIT_MS,
      handleProtocols: (offered: Set<string>) => chooseSubprotocol(offered) ?? false,
    };
    this.#server = new WebSocketServer(settings);
  }

  /** Takes the request over: answers it by a WebSocket, or by an HTTP error. Never throws or rejects. */
  async accept(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const onError = (): void => void socket.destroy();
    socket.on('error', onError);
    try {
      const address = this.#options.addressOf?.(request) ?? request.socket.remoteAddress ?? '';
      this.#parts.connections.take(address, socket);
      this.#checkRequest(request);
      const handshake = readHandshake(request, address);
      const user = await this.#authenticate(handshake);
      if (socket.destroyed) return;
      this.#parts.connections.checkOpen();
      if (user) this.#parts.directory.checkRoom(user);
      socket.removeListener('error', onError);
      this.#server.handleUpgrade(request, socket, head, (webSocket) =>
        this.#open(webSocket, socket, { user, handshake }),
      );
    } catch (error) {
      this.#refuse(socket, error);
    }
  }

  #checkRequest({ headers }: IncomingMessage): void {
    if (!this.#isOriginAllowed(headers)) throw new MessagingError('origin_forbidden', headers.origin);
    const offered = readSubprotocols(headers['sec-websocket-protocol']);
    if (offered.length > 0 && !chooseSubprotocol(offered))
      throw new MessagingError('unsupported_subprotocol');
  }

  async #authenticate(handshake: Handshake): Promise<Principal | undefined> {
    const { authenticate, authenticateConnect } = this.#options;
    if (!authenticate) return authenticateConnect ? undefined : ANONYMOUS;
    const { limits, timers } = this.#parts;
    const answer = authenticate(handshake);
    const user = isPromiseLike(answer)
      ? await answerWithin(limits.answerTimeLimitMs, timers, answer)
      : answer;
    if (!user) throw new MessagingError('unauthorized');
    return user;
  }

  /** Never throws: after the 101 there is no HTTP error to answer any more. */
  #open(webSocket: WebSocket, socket: Duplex, arrival: Arrival): void {
    const { timers, limits, writer, counters, logger } = this.#parts;
    const connection = new WebSocketConnection({
      webSocket,
      socket,
      writer,
      timers,
      limits,
      onError: (error) => {
        countIn(counters.disconnects, 'websocket_error');
        logger.warn({ err: error }, 'a socket broke the WebSocket protocol');
      },
    });
    let session: Session | undefined;
    try {
      session = new Session(this.#sessionParts, connection, arrival);
      this.#admit(session, connection, webSocket);
    } catch (error) {
      logger.error({ err: error }, 'a session could not begin');
      countIn(counters.disconnects, COULD_NOT_BEGIN.reason);
      connection.close(COULD_NOT_BEGIN);
      session?.end();
    }
  }

  #admit(session: Session, connection: WebSocketConnection, webSocket: WebSocket): void {
    const { connections, counters } = this.#parts;
    connections.add(connection, session);
    counters.sessions += 1;
    counters.sessionsOpened += 1;
    webSocket.once('close', () => {
      connections.delete(connection);
      counters.sessions -= 1;
    });
    connection.open(session);
  }

  #refuse(socket: Duplex, error: unknown): void {
    const refusal = error instanceof MessagingError ? error : new MessagingError('internal_error');
    if (refusal !== error) this.#parts.logger.error({ err: error }, 'a handshake failed');
    countIn(this.#parts.counters.refusals, refusal.code);
    refuseUpgrade(socket, refusal);
  }
}
