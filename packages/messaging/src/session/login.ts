import type { OpenSession, SessionDirectory } from '../core/connected-session.ts';
import type { DisconnectReason } from '../core/disconnect.ts';
import { MessagingError } from '../core/errors.ts';
import type { Principal } from '../core/principal.ts';
import type { Timer, Timers } from '../core/timer-wheel.ts';

interface LoggedInSession extends OpenSession {
  readonly parts: { readonly directory: SessionDirectory; readonly timers: Timers };
  /** The login has run out. */
  fail(error: MessagingError): void;
}

/** Whose a session is, and for how long; the directory knows it as long as somebody is logged in. */
export class Login {
  readonly #session: LoggedInSession;
  #user: Principal | undefined;
  #expiryTimer: Timer | undefined;

  constructor(session: LoggedInSession) {
    this.#session = session;
  }

  get user(): Principal | undefined {
    return this.#user;
  }

  /**
   * Makes it this user's, in the place of whoever it was; `askedAt` as in the directory. Throws RangeError for a lifetime that is no time, and
   * what the directory throws.
   */
  begin(user: Principal, askedAt: number): void {
    if (user === this.#user) return;
    const { directory, timers } = this.#session.parts;
    const lifetimeMs = lifetimeOf(user);
    // First, so that it does not count against itself: two authenticators may name one user by two objects.
    if (this.#user) directory.leave(this.#session, this.#user);
    this.#user = undefined;
    directory.join(this.#session, user, askedAt);
    this.#user = user;
    this.#expiryTimer?.cancel();
    this.#expiryTimer = undefined;
    if (lifetimeMs === Infinity) return;
    this.#expiryTimer = timers.schedule(lifetimeMs, () =>
      this.#session.fail(new MessagingError('session_expired')),
    );
  }

  /** The session is over; whose it was is remembered. */
  end(reason: DisconnectReason): void {
    this.#expiryTimer?.cancel();
    if (this.#user) this.#session.parts.directory.leave(this.#session, this.#user, reason);
  }
}

/** Throws RangeError for what is no time: a login must not last for ever by a mistake. */
function lifetimeOf({ expiresInMs = Infinity }: Principal): number {
  if (Number.isNaN(expiresInMs)) throw new RangeError('expiresInMs must be a number of milliseconds.');
  return expiresInMs;
}
