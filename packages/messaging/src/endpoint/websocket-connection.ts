import type { Duplex } from 'node:stream';
import { DISCONNECT_REASONS } from '../core/disconnect.ts';
import type { DisconnectReason } from '../core/disconnect.ts';
import { MessagingError } from '../core/errors.ts';
import type { Timer } from '../core/timer-wheel.ts';
import type { Transport } from '../session/session-parts.ts';
import { TokenBucket } from '../session/token-bucket.ts';
import type { ConnectionOptions } from './connection-options.ts';
import { OutgoingWebSocket } from './outgoing-websocket.ts';
import { PING_FRAME, pongFrame } from './websocket/control-frame.ts';
import type { WebSocketError } from './websocket/websocket-error.ts';

/** What a connection brings up to its session. */
export interface Receiver {
  /** A piece of a message, the receiver's for good; the last piece of a message may be empty. */
  receive(piece: Buffer, isLast: boolean): void;
  /** So many bytes came that bring nothing, or nothing yet: the framing of an empty message, a part of one. */
  idle(byteLength: number): void;
  /** The client asks for more than it may. */
  fail(error: MessagingError): void;
  /** The client does not read, or is not there any more. */
  close(reason: DisconnectReason): void;
  /** The client is: nothing more comes or goes. */
  end(): void;
}

/**
 * One WebSocket as a session's transport. STOMP frames come ready made, and pieces of messages go up as they
 * came; pings and pongs are answered and asked for here.
 */
export class WebSocketConnection extends OutgoingWebSocket implements Transport {
  readonly name = 'websocket';
  #receiver: Receiver | undefined;
  #controlBudget: TokenBucket | undefined;
  /** The payload of the last ping that could not be answered yet. */
  #latePing: Buffer | undefined;
  /** Anything came, or a message, since the client was last looked after. */
  #isHeard = true;
  #isTalking = false;
  #isPinged = false;
  #pingTimer: Timer;

  constructor(socket: Duplex, options: ConnectionOptions) {
    super(socket, options);
    this.#pingTimer = options.timers.schedule(options.limits.pingIntervalMs, this.#keepAlive);
  }

  /** Begins to read. */
  open(receiver: Receiver): void {
    this.#receiver = receiver;
    this.beginReading();
  }

  close({ code, reason }: DisconnectReason): void {
    if (this.isClosing) return;
    if (!this.doom) this.writeBatch();
    this.#stop();
    // A client that does not read would not see the close frame either.
    if (this.doom) this.terminate();
    else this.beginClosing(code, reason);
  }

  protected onData(piece: Buffer, isLast: boolean): void {
    this.#isHeard = true;
    this.#isTalking = true;
    this.#receiver?.receive(piece, isLast);
  }

  /** While the client does not read, only its last ping is kept to be answered (RFC 6455 §5.5.3). */
  protected onPing(payload: Buffer): void {
    if (!this.isOpen || !this.#payForControl()) return;
    if (!this.congested) {
      this.add(pongFrame(payload));
      return;
    }
    if (!this.#latePing) this.onceRelieved(() => this.#answerLatePing());
    this.#latePing = payload;
  }

  /** One that nobody asked for is a client's own heart-beat (RFC 6455 §5.5.3). */
  protected onPong(): void {
    this.#payForControl();
  }

  protected onFailure(error: WebSocketError): void {
    this.options.onError(error);
    if (error.closeCode === 1009) this.#receiver?.fail(new MessagingError('message_too_large'));
    this.writeBatch();
  }

  protected onClosing(): void {
    this.writeBatch();
  }

  protected onClosed(): void {
    this.#stop();
    this.#receiver?.end();
  }

  protected onDoomed(reason: DisconnectReason): void {
    this.#receiver?.close(reason);
  }

  #payForControl(): boolean {
    this.#isHeard = true;
    const { timers, limits } = this.options;
    this.#controlBudget ??= new TokenBucket(timers, limits.maxFramesPerSecond, limits.maxFrameBurst);
    const isPaid = this.#controlBudget.take(1);
    if (!isPaid) this.#receiver?.fail(new MessagingError('too_many_frames'));
    return isPaid;
  }

  #answerLatePing(): void {
    const payload = this.#latePing;
    this.#latePing = undefined;
    if (payload) this.add(pongFrame(payload));
  }

  #stop(): void {
    this.stopSending();
    this.#pingTimer.cancel();
    this.#latePing = undefined;
  }

  /** Pings a client unless both sides talk: proxies count each way by itself, and who talks is there. */
  readonly #keepAlive = (): void => {
    const { timers, limits } = this.options;
    const { pingIntervalMs } = limits;
    // Of one that is not read nothing can be heard.
    if (this.#isPinged && !this.#isHeard && !this.isHeld) {
      this.doom = DISCONNECT_REASONS.pingTimeout;
      this.#receiver?.close(this.doom);
      return;
    }
    const isServed = this.lastSentMs > timers.nowMs - pingIntervalMs;
    this.#isPinged = !this.#isTalking || !isServed;
    this.#isTalking = false;
    this.#isHeard = false;
    if (this.#isPinged) this.add(PING_FRAME);
    this.#pingTimer = timers.schedule(pingIntervalMs, this.#keepAlive);
  };
}
