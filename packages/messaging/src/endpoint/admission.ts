import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { answerWithin, isPromiseLike } from '../core/answer-within.ts';
import { MessagingError } from '../core/errors.ts';
import type { Handshake } from '../core/handshake.ts';
import { ANONYMOUS } from '../core/principal.ts';
import type { Principal } from '../core/principal.ts';
import type { Arrival } from '../session/session-parts.ts';
import type { EndpointOptions, EndpointParts } from './endpoint.ts';
import { pathOf, readHandshake } from './handshake.ts';
import { compileOrigins } from './origin.ts';
import type { OriginCheck } from './origin.ts';
import type { PathPattern } from './path-pattern.ts';
import { Places } from './places.ts';
import type { Place } from './places.ts';

/**
 * Says who is let in at one endpoint: the same for a WebSocket handshake and for the first request of
 * each SockJS transport. In this order: room, origin, who it is, room for that user.
 */
export class Admission {
  readonly isOriginAllowed: OriginCheck;
  readonly #options: EndpointOptions;
  readonly #parts: EndpointParts;
  readonly #path: PathPattern;
  readonly #places: Places;

  constructor(path: PathPattern, options: EndpointOptions, parts: EndpointParts) {
    this.#path = path;
    const { maxSessions, maxSessionsPerAddress } = parts.limits;
    this.#options = options;
    this.#parts = parts;
    this.#places = new Places(
      { maxSessions: options.maxSessions ?? maxSessions, maxSessionsPerAddress },
      parts.connections,
    );
    this.isOriginAllowed = compileOrigins(options.allowedOrigins ?? 'same-origin');
  }

  /** The client's address, as the endpoint's `addressOf` finds it behind a proxy. */
  addressOf(request: IncomingMessage): string {
    return this.#options.addressOf?.(request) ?? request.socket.remoteAddress ?? '';
  }

  /** Throws MessagingError when as many clients as may be are there, or are asking to be let in. */
  takePlace(request: IncomingMessage, cutOff: () => void): Place {
    return this.#places.take(this.addressOf(request), cutOff);
  }

  checkOrigin(headers: IncomingHttpHeaders): void {
    if (!this.isOriginAllowed(headers)) throw new MessagingError('origin_forbidden', headers.origin);
  }

  /** Asks the application who it is, and what its session is to remember. Rejects with the refusal. */
  async admit(request: IncomingMessage): Promise<Arrival> {
    const handshake = this.#readHandshake(request);
    const { moment: askedAt } = this.#parts.directory;
    const user = await this.#authenticate(handshake);
    this.#parts.connections.checkOpen();
    await this.#remember(handshake);
    if (user) this.#parts.directory.checkEntry(user, askedAt);
    return { user, askedAt, handshake };
  }

  /** Who makes a further request of a session, as `admit` finds it; undefined where CONNECT alone says so. */
  async recognise(request: IncomingMessage): Promise<Principal | undefined> {
    return this.#authenticate(this.#readHandshake(request));
  }

  #readHandshake(request: IncomingMessage): Handshake {
    return readHandshake(request, this.addressOf(request), this.#path.match(pathOf(request))?.params);
  }

  async #authenticate(handshake: Handshake): Promise<Principal | undefined> {
    const { authenticate, authenticateConnect } = this.#options;
    if (!authenticate) return authenticateConnect ? undefined : ANONYMOUS;
    const user = await this.#answerOf(authenticate(handshake));
    if (!user) throw new MessagingError('unauthorized');
    return user;
  }

  async #remember(handshake: Handshake): Promise<void> {
    const attributes = await this.#answerOf(this.#options.attributes?.(handshake));
    for (const [name, value] of Object.entries(attributes ?? {})) handshake.attributes.set(name, value);
  }

  #answerOf<Value>(answer: Value | Promise<Value>): Value | Promise<Value> {
    const { limits, timers } = this.#parts;
    return isPromiseLike(answer) ? answerWithin(limits.answerTimeLimitMs, timers, answer) : answer;
  }
}
