import type { Frame, HeaderMap, HeartbeatPlan, StompVersion } from '@carillon/stomp';
import type { ConnectedSession, Outlet } from '../core/connected-session.ts';
import type { DisconnectReason } from '../core/disconnect.ts';
import { MessagingError } from '../core/errors.ts';
import type { Principal } from '../core/principal.ts';
import type { WireFrame } from '../core/wire-frame.ts';
import { EndingSession } from './ending-session.ts';
import { Entrance } from './entrance.ts';
import { FrameIntake } from './frame-intake.ts';
import { FrameLine } from './frame-line.ts';
import { sendConnected } from './handle-connect.ts';
import { Heartbeats } from './heartbeats.ts';
import { InterceptedOutlet } from './intercepted-outlet.ts';
import { cancelAll, muteAll } from './kept-subscription.ts';
import type { KeptSubscription } from './kept-subscription.ts';
import { Login } from './login.ts';
import { withoutPadding } from './padding.ts';
import { performFrame } from './perform-frame.ts';
import { refusalFrame, toRefusal } from './replies.ts';
import type { Arrival, SessionParts, Transport } from './session-parts.ts';
import { Transactions } from './transactions.ts';

/**
 * One client's STOMP conversation: bytes in, frames out, no socket and no clock of its own.
 *
 * Frames take effect one after the other, in the order in which they came, however long the
 * application thinks about one of them. What breaks a MUST of STOMP is answered by an ERROR frame that
 * names it, and the session ends.
 *
 * A server holds many thousands that do nothing: whatever only some sessions need is made when they do.
 */
export class Session extends EndingSession<SessionParts> implements ConnectedSession {
  readonly id: string;
  /** The way out, past the outbound interceptors. */
  readonly outlet: Outlet;
  /** Until CONNECTED only. */
  entrance: Entrance | undefined;
  readonly #intake: FrameIntake;
  readonly #line = new FrameLine<Frame>(this);
  readonly #login = new Login(this);
  #heartbeats: Heartbeats | undefined;
  #version: StompVersion | undefined;
  #lastHeardMs: number;
  #attributes: Map<string, unknown> | undefined;
  #subscriptions: Map<string, KeptSubscription> | undefined;
  #transactions: Transactions | undefined;
  /** The broker was asked to connect this session, and is told of its end. */
  #wasOffered = false;

  /** Throws MessagingError when the user may open no more. */
  constructor(parts: SessionParts, connection: Transport, { user, askedAt, handshake }: Arrival) {
    super(parts, connection);
    const { timers, outbound } = parts;
    this.id = parts.nextSessionId();
    this.outlet = outbound.length > 0 ? new InterceptedOutlet(connection, outbound, this) : connection;
    this.#intake = new FrameIntake(this);
    this.#lastHeardMs = timers.nowMs;
    if (handshake && handshake.attributes.size > 0) this.#attributes = handshake.attributes;
    if (user) this.#login.begin(user, askedAt ?? parts.directory.moment);
    this.entrance = new Entrance(this, this.#login, handshake);
  }

  /** The version that was negotiated; before that the one whose rules any first frame can be read by. */
  get version(): StompVersion {
    return this.#version ?? '1.2';
  }

  /** Who it is. Throws as long as nobody knows. */
  get user(): Principal {
    const { user } = this.#login;
    if (!user) throw new MessagingError('unauthorized');
    return user;
  }

  get endpoint(): string {
    return this.parts.endpoint;
  }

  get transport(): string {
    return this.connection.name;
  }

  get attributes(): Map<string, unknown> {
    return (this.#attributes ??= new Map());
  }

  /** By id; a 1.0 subscription without one by its destination. */
  get subscriptions(): Map<string, KeptSubscription> {
    return (this.#subscriptions ??= new Map());
  }

  get transactions(): Transactions {
    return (this.#transactions ??= new Transactions(this));
  }

  /** When something came last, in the time of the wheel; now, while nothing is read. */
  get lastHeardMs(): number {
    return this.#line.isPaused ? this.parts.timers.nowMs : this.#lastHeardMs;
  }

  /** Takes bytes as they came from the socket, cut anywhere, which must not change any more. Never throws. */
  receive(chunk: Uint8Array): void {
    if (this.isOver) return;
    this.#lastHeardMs = this.parts.timers.nowMs;
    try {
      this.#intake.add(chunk);
      this.#readOn();
    } catch (error) {
      this.fail(error);
    }
  }

  /** Tells the session of bytes beneath it that bring it nothing, or nothing yet: it bears no end of them. */
  idle(byteLength: number): void {
    if (this.isOver) return;
    try {
      this.#intake.idle(byteLength);
    } catch (error) {
      this.fail(error);
    }
  }

  /** Sends one of the session's own frames. */
  reply(frame: WireFrame): void {
    if (this.isOver) return;
    this.parts.counters.replies += 1;
    this.outlet.send(frame);
  }

  /** Tells the client what is wrong, by an ERROR frame, and ends the session. */
  fail(error: unknown, cause?: Frame): void {
    if (this.isClosed) return;
    const refusal = toRefusal(error);
    if (refusal.code === 'internal_error' || refusal.code === 'unavailable') {
      this.parts.logger.error({ err: error, session: this.id }, 'a session failed');
    }
    this.reply(refusalFrame(refusal, cause, this.version));
    this.close(refusal.disconnect);
  }

  /** Ends the session from the application's side; the ERROR frame says so, the close code says why. */
  disconnect(reason: DisconnectReason): void {
    if (this.isClosed) return;
    this.reply(refusalFrame(new MessagingError('disconnected', reason.reason), undefined, this.version));
    this.close(reason);
  }

  /** Carries out a frame whose turn it is; called by the line in which frames wait for theirs. */
  perform(frame: Frame): void | Promise<void> {
    return performFrame(this, frame);
  }

  /** Called by the line: reads on. The silence while nothing was read was not the client's. */
  resume(): void {
    try {
      this.#readOn();
    } catch (error) {
      this.fail(error);
    }
    if (this.isOver || this.#line.isPaused) return;
    this.#lastHeardMs = this.parts.timers.nowMs;
    this.connection.resume();
  }

  /** Called by the entrance: the next bytes are read by this version's rules, at once, also when the login takes long. */
  agree(version: StompVersion): void {
    this.#version = version;
    this.#intake.version = version;
  }

  /** Called by the entrance: asks the broker, which is told of the session's end from now on. */
  offer(headers: HeaderMap): void | Promise<void> {
    this.#wasOffered = true;
    return this.parts.broker.connect(this, headers);
  }

  /** Called by the entrance: the client is let in. */
  enter(heartbeats: HeartbeatPlan): void {
    this.entrance = undefined;
    sendConnected(this, this.version);
    if (!this.isOver) this.#heartbeats = new Heartbeats(this, heartbeats);
    this.parts.directory.connected(this);
  }

  protected get hasWork(): boolean {
    return this.#line.isBusy;
  }

  protected override mute(): void {
    this.entrance?.stop();
    this.#heartbeats?.stop();
    if (this.#subscriptions) muteAll(this.#subscriptions.values());
  }

  protected release(reason: DisconnectReason): void {
    this.entrance?.stop();
    this.#heartbeats?.stop();
    this.#intake.clear();
    this.#line.clear();
    this.#transactions?.abort();
    this.#transactions = undefined;
    if (this.#subscriptions) cancelAll(this.#subscriptions, this.parts.counters);
    if (this.#wasOffered) this.parts.broker.disconnect(this);
    this.#login.end(reason);
  }

  /** As long as frames are carried out: while they wait, those behind them are not even read. */
  #readOn(): void {
    while (!this.isClosed && !this.#line.isPaused) {
      const frame = this.#intake.next();
      if (!frame) return;
      this.#take(frame);
    }
  }

  #take(frame: Frame): void {
    try {
      if (!this.#version && this.entrance) this.agree(this.entrance.meet(frame));
      this.#line.take(this.#version === '1.0' ? withoutPadding(frame) : frame);
    } catch (error) {
      this.fail(error, frame);
    }
  }
}
