import { negotiateVersion } from '@carillon/stomp';
import type { Frame, HeaderMap, HeartbeatPlan, StompVersion } from '@carillon/stomp';
import type { ConnectedSession } from '../core/connected-session.ts';
import { MessagingError } from '../core/errors.ts';
import type { Handshake } from '../core/handshake.ts';
import type { Principal } from '../core/principal.ts';
import type { Timer } from '../core/timer-wheel.ts';
import { DONE } from './effect.ts';
import type { Effect } from './effect.ts';
import { authenticateFrame, isConnect, negotiate } from './handle-connect.ts';
import type { Login } from './login.ts';
import type { SessionParts } from './session-parts.ts';

/** A session that is not let in yet. */
interface Newcomer extends ConnectedSession {
  readonly parts: SessionParts;
  /** Speaks this version from now on. */
  agree(version: StompVersion): void;
  /** Has the broker let the session in, and tell it of its end from now on. */
  offer(headers: HeaderMap): void | Promise<void>;
  /** Lets the session in. */
  enter(heartbeats: HeartbeatPlan): void;
}

/** What a session goes through once, from its opened socket to CONNECTED. It is let go of after that. */
export class Entrance {
  readonly #session: Newcomer;
  readonly #login: Login;
  readonly #handshake: Handshake | undefined;
  readonly #firstFrameTimer: Timer;

  constructor(session: Newcomer, login: Login, handshake: Handshake | undefined) {
    const { timers, limits, authenticateConnect } = session.parts;
    this.#session = session;
    this.#login = login;
    if (authenticateConnect) this.#handshake = handshake;
    this.#firstFrameTimer = timers.schedule(limits.firstFrameTimeLimitMs, () =>
      session.fail(new MessagingError('first_frame_timeout')),
    );
  }

  /**
   * Looks at the client's first frame: answers the version by whose rules what is behind it is read. It asks for
   * nothing yet, as interceptors may change it. Throws MessagingError `not_connected`.
   */
  meet(frame: Frame): StompVersion {
    requireConnect(frame);
    return negotiateVersion(frame.headers['accept-version']) ?? this.#session.version;
  }

  /** Carries out a frame that comes before CONNECTED, as interceptors left it. Throws or rejects with the refusal. */
  pass(frame: Frame): Effect | Promise<Effect> {
    // An interceptor may have dropped the CONNECT.
    requireConnect(frame);
    const session = this.#session;
    const { version, heartbeats } = negotiate(frame, session.parts);
    session.agree(version);
    this.stop();
    const context = { handshakeUser: this.#login.user, handshake: this.#handshake, session };
    const { moment } = session.parts.directory;
    const connect = (user: Principal): Effect | Promise<Effect> => {
      if (session.isClosed) return DONE;
      this.#login.begin(user, moment);
      const accepted = session.offer(frame.headers);
      return accepted ? accepted.then(() => this.#finish(heartbeats)) : this.#finish(heartbeats);
    };
    const user = authenticateFrame(frame, context, session.parts);
    return user instanceof Promise ? user.then(connect) : connect(user);
  }

  /** Waits for nothing any more. */
  stop(): void {
    this.#firstFrameTimer.cancel();
  }

  #finish(heartbeats: HeartbeatPlan): Effect {
    if (!this.#session.isClosed) this.#session.enter(heartbeats);
    return DONE;
  }
}

function requireConnect(frame: Frame): void {
  if (!isConnect(frame)) throw new MessagingError('not_connected');
}
