import { createDecoder } from '@carillon/stomp';
import type { Decoder, Frame, HeaderMap, StompVersion } from '@carillon/stomp';
import type { Subscription } from '../core/broker.ts';
import type { ConnectedSession } from '../core/connected-session.ts';
import { countIn } from '../core/counters.ts';
import { CONNECTION_LOST } from '../core/disconnect.ts';
import type { DisconnectReason } from '../core/disconnect.ts';
import { MessagingError } from '../core/errors.ts';
import type { Handshake } from '../core/handshake.ts';
import type { Principal } from '../core/principal.ts';
import type { Timer } from '../core/timer-wheel.ts';
import type { WireFrame } from '../core/wire-frame.ts';
import { handlerOf } from './commands.ts';
import { DONE } from './effect.ts';
import type { Effect } from './effect.ts';
import { FrameBudget } from './frame-budget.ts';
import { authenticateFrame, negotiate, sendConnected } from './handle-connect.ts';
import type { Agreement } from './handle-connect.ts';
import { Heartbeats } from './heartbeats.ts';
import { errorFrame, receiptFrame, toRefusal } from './replies.ts';
import type { Arrival, SessionParts, Transport } from './session-parts.ts';

/** A subscription and the destination that the client named. */
export interface KeptSubscription {
  readonly destination: string;
  readonly subscription: Subscription;
}

/** From so many waiting frames on, no more is read from the socket until they are handled. */
const PAUSE_AT_PENDING_FRAMES = 32;

/**
 * One client's STOMP conversation: bytes in, frames out, no socket and no clock of its own.
 *
 * Frames take effect one after the other, in the order in which they came, however long the
 * application thinks about one of them. What breaks a MUST of STOMP is answered by an ERROR frame that
 * names it, and the session ends.
 */
export class Session implements ConnectedSession {
  readonly id: string;
  readonly parts: SessionParts;
  readonly outlet: Transport;
  /** By id; a 1.0 subscription without one by its destination. */
  readonly subscriptions = new Map<string, KeptSubscription>();
  readonly #decoder: Decoder;
  readonly #budget: FrameBudget;
  readonly #pending: Frame[] = [];
  readonly #firstFrameTimer: Timer;
  #expiryTimer: Timer | undefined;
  #heartbeats: Heartbeats | undefined;
  #agreement: Agreement | undefined;
  #user: Principal | undefined;
  #lastHeardMs: number;
  #attributes: Map<string, unknown> | undefined;
  /** Kept until CONNECT only. */
  #handshake: Handshake | undefined;
  /** The broker was asked to connect this session, and is told of its end. */
  #wasOffered = false;
  #isConnected = false;
  #isBusy = false;
  #isPaused = false;
  #isClosed = false;

  /** Throws MessagingError when the user may open no more. */
  constructor(parts: SessionParts, transport: Transport, { user, handshake }: Arrival) {
    const { limits, timers } = parts;
    this.id = parts.nextSessionId();
    this.parts = parts;
    this.outlet = transport;
    this.#decoder = createDecoder({ limits: { maxFrameBytes: limits.maxMessageBytes } });
    this.#budget = new FrameBudget(timers, limits.maxFramesPerSecond, limits.maxFrameBurst);
    this.#lastHeardMs = timers.nowMs;
    if (handshake && handshake.attributes.size > 0) this.#attributes = handshake.attributes;
    if (parts.authenticateConnect) this.#handshake = handshake;
    if (user) this.#join(user);
    this.#firstFrameTimer = timers.schedule(limits.firstFrameTimeLimitMs, () =>
      this.fail(new MessagingError('first_frame_timeout')),
    );
  }

  /** The version that was negotiated; before that the one whose rules any first frame can be read by. */
  get version(): StompVersion {
    return this.#agreement?.version ?? '1.2';
  }

  /** Who it is. Throws as long as nobody knows. */
  get user(): Principal {
    if (!this.#user) throw new MessagingError('unauthorized');
    return this.#user;
  }

  get endpoint(): string {
    return this.parts.endpoint;
  }

  get transport(): string {
    return this.outlet.name;
  }

  /** Made when it is first asked for: most sessions keep nothing. */
  get attributes(): Map<string, unknown> {
    return (this.#attributes ??= new Map());
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Takes bytes as they came from the socket, cut anywhere. Never throws. */
  receive(chunk: Uint8Array): void {
    if (this.#isClosed) return;
    this.#lastHeardMs = this.parts.timers.nowMs;
    try {
      this.#decoder.push(chunk, this.#onFrame);
    } catch (error) {
      this.fail(error);
    }
  }

  /** Sends one of the session's own frames. */
  reply(frame: WireFrame): void {
    if (this.#isClosed) return;
    this.parts.counters.replies += 1;
    this.outlet.send(frame);
  }

  /** Tells the client what is wrong, by an ERROR frame, and ends the session. */
  fail(error: unknown, cause?: Frame): void {
    if (this.#isClosed) return;
    const refusal = toRefusal(error);
    if (refusal.code === 'internal_error' || refusal.code === 'unavailable') {
      this.parts.logger.error({ err: error, session: this.id }, 'a session failed');
    }
    const headers: Record<string, string> = {};
    const receiptId = cause?.headers.receipt;
    if (receiptId !== undefined) headers['receipt-id'] = receiptId;
    if (refusal.code === 'unsupported_version') headers.version = '1.0,1.1,1.2';
    this.reply(errorFrame(refusal, headers, this.version));
    this.close(refusal.disconnect);
  }

  /** Ends the session from the application's side; the ERROR frame says so, the close code says why. */
  disconnect(reason: DisconnectReason): void {
    if (this.#isClosed) return;
    this.reply(errorFrame(new MessagingError('disconnected', reason.reason), {}, this.version));
    this.close(reason);
  }

  /** Ends the session without an ERROR frame; what was sent before still goes out. */
  close(reason: DisconnectReason): void {
    if (this.#isClosed) return;
    this.#release(reason);
    countIn(this.parts.counters.disconnects, reason.reason);
    this.outlet.close(reason);
  }

  /** Tells the session that its socket is gone. */
  end(): void {
    if (!this.#isClosed) this.#release(CONNECTION_LOST);
  }

  #release(reason: DisconnectReason): void {
    this.#isClosed = true;
    this.#firstFrameTimer.cancel();
    this.#expiryTimer?.cancel();
    this.#heartbeats?.stop();
    this.#pending.length = 0;
    for (const { subscription } of this.subscriptions.values()) subscription.cancel();
    this.parts.counters.subscriptions -= this.subscriptions.size;
    this.subscriptions.clear();
    if (this.#wasOffered) this.parts.broker.disconnect(this);
    if (this.#user) this.parts.directory.leave(this, this.#user, reason);
  }

  readonly #onFrame = (frame: Frame): void => {
    if (this.#isClosed) return;
    this.parts.counters.framesIn += 1;
    try {
      if (!this.#budget.take()) throw new MessagingError('too_many_frames');
      if (!this.#agreement) this.#agree(frame);
      if (this.#isBusy) this.#postpone(frame);
      else this.#perform(frame);
    } catch (error) {
      this.fail(error, frame);
    }
  };

  /** At once, also when the login takes long: the next bytes are read by the version's rules. */
  #agree(frame: Frame): void {
    this.#firstFrameTimer.cancel();
    this.#agreement = negotiate(frame, this.parts.broker.heartbeatMs);
    this.#decoder.version = this.#agreement.version;
  }

  #postpone(frame: Frame): void {
    this.#pending.push(frame);
    if (this.#pending.length > this.parts.limits.maxPendingFrames)
      throw new MessagingError('too_many_pending');
    if (this.#isPaused || this.#pending.length < PAUSE_AT_PENDING_FRAMES) return;
    this.#isPaused = true;
    this.outlet.pause();
  }

  #perform(frame: Frame): void {
    const effect = this.#handle(frame);
    if (!(effect instanceof Promise)) {
      this.#finish(frame, effect);
      return;
    }
    this.#isBusy = true;
    effect
      .then((settled) => this.#finish(frame, settled))
      .catch((error: unknown) => this.fail(error, frame))
      .finally(() => this.#performPending());
  }

  #performPending(): void {
    this.#isBusy = false;
    for (let frame = this.#nextPending(); frame; frame = this.#nextPending()) {
      try {
        this.#perform(frame);
      } catch (error) {
        this.fail(error, frame);
      }
    }
    if (!this.#isPaused || this.#isClosed || this.#pending.length >= PAUSE_AT_PENDING_FRAMES) return;
    this.#isPaused = false;
    this.#lastHeardMs = this.parts.timers.nowMs;
    this.outlet.resume();
  }

  #nextPending(): Frame | undefined {
    return this.#isBusy || this.#isClosed ? undefined : this.#pending.shift();
  }

  #handle(frame: Frame): Effect | Promise<Effect> {
    // STOMP 1.2, "Frame Body": all but SEND, MESSAGE and ERROR must have none; 1.0 does not say so.
    if (frame.body.length > 0 && frame.command !== 'SEND' && this.version !== '1.0') {
      throw new MessagingError('unexpected_body', frame.command);
    }
    if (this.#isConnected) return handlerOf(frame)(this, frame);
    const context = { handshakeUser: this.#user, handshake: this.#handshake, session: this };
    this.#handshake = undefined;
    const user = authenticateFrame(frame, context, this.parts);
    const { headers } = frame;
    return user instanceof Promise
      ? user.then((known) => this.#connect(known, headers))
      : this.#connect(user, headers);
  }

  #connect(user: Principal, headers: HeaderMap): Effect | Promise<Effect> {
    if (this.#isClosed) return DONE;
    if (user !== this.#user) this.#join(user);
    this.#wasOffered = true;
    const accepted = this.parts.broker.connect(this, headers);
    return accepted ? accepted.then(() => this.#beginTalk()) : this.#beginTalk();
  }

  #beginTalk(): Effect {
    if (this.#isClosed || !this.#agreement) return DONE;
    this.#isConnected = true;
    sendConnected(this, this.version);
    this.#heartbeats = new Heartbeats({
      plan: this.#agreement.heartbeats,
      timers: this.parts.timers,
      transport: this.outlet,
      lastHeardMs: () => (this.#isPaused ? this.parts.timers.nowMs : this.#lastHeardMs),
      onSilence: () => this.fail(new MessagingError('heartbeat_timeout')),
    });
    this.parts.directory.connected(this);
    return DONE;
  }

  #join(user: Principal): void {
    const { directory, timers } = this.parts;
    const lifetimeMs = lifetimeOf(user);
    // First, so that it does not count against itself: two authenticators may name one user by two objects.
    if (this.#user) directory.leave(this, this.#user);
    this.#user = undefined;
    directory.join(this, user);
    this.#user = user;
    this.#expiryTimer?.cancel();
    if (lifetimeMs === Infinity) return;
    this.#expiryTimer = timers.schedule(lifetimeMs, () => this.fail(new MessagingError('session_expired')));
  }

  #finish(frame: Frame, effect: Effect): void {
    if (this.#isClosed) return;
    const { receipt } = frame.headers;
    // STOMP 1.2, "Standard Headers": any frame but CONNECT may ask for a receipt.
    const mayAsk = frame.command !== 'CONNECT' && frame.command !== 'STOMP';
    if (receipt !== undefined && mayAsk) {
      this.reply(receiptFrame(receipt, effect.receiptHeaders ?? {}, this.version));
    }
    try {
      effect.start?.();
    } catch (error) {
      // Not in the name of the frame, which has its RECEIPT.
      this.fail(error);
    }
  }
}

/** Throws RangeError for what is no time: a login must not last for ever by a mistake. */
function lifetimeOf({ expiresInMs = Infinity }: Principal): number {
  if (Number.isNaN(expiresInMs)) throw new RangeError('expiresInMs must be a number of milliseconds.');
  return expiresInMs;
}
