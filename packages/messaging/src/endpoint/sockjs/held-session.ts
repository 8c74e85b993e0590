import { MessagingError } from '../../core/errors.ts';
import type { Limits } from '../../core/limits.ts';
import type { Principal } from '../../core/principal.ts';
import type { Timers } from '../../core/timer-wheel.ts';
import { TokenBucket } from '../../session/token-bucket.ts';
import type { SockJsSession } from './sockjs-session.ts';

/** A client sends one request after another and receives by one more; a browser that is shut and opened, two. */
const MAX_REQUESTS_AT_ONCE = 8;

/** A session over HTTP as requests find it by its id: whose it is, and how much they may ask of it. */
export class HeldSession {
  readonly session: SockJsSession;
  readonly #user: Principal | undefined;
  readonly #budget: TokenBucket;
  #requests = 0;

  constructor(
    session: SockJsSession,
    user: Principal | undefined,
    parts: { timers: Timers; limits: Limits },
  ) {
    const { maxFramesPerSecond, maxFrameBurst } = parts.limits;
    this.session = session;
    this.#user = user;
    this.#budget = new TokenBucket(parts.timers, maxFramesPerSecond, maxFrameBurst);
  }

  /** Whether the session was begun by this user; where the handshake names nobody, its id is all there is. */
  belongsTo(user: Principal | undefined): boolean {
    return user?.name === this.#user?.name;
  }

  /** Counts a request that begins. Throws MessagingError for one too many; else answers what ends it. */
  enter(): () => void {
    if (this.#requests >= MAX_REQUESTS_AT_ONCE || !this.#budget.take(1)) {
      throw new MessagingError('too_many_requests');
    }
    this.#requests += 1;
    return () => (this.#requests -= 1);
  }
}
