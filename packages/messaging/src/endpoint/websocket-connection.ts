import type { Duplex } from 'node:stream';
import { DISCONNECT_REASONS } from '../core/disconnect.ts';
import type { DisconnectReason } from '../core/disconnect.ts';
import { MessagingError } from '../core/errors.ts';
import type { Limits } from '../core/limits.ts';
import type { Timer, Timers } from '../core/timer-wheel.ts';
import type { Mark, WireFrame } from '../core/wire-frame.ts';
import type { Transport } from '../session/session-parts.ts';
import { TokenBucket } from '../session/token-bucket.ts';
import type { Batch } from './batch.ts';
import { SlowSessionWatch } from './slow-session.ts';
import type { TurnWriter } from './turn-writer.ts';
import { PING_FRAME, pongFrame } from './websocket/control-frame.ts';
import { deflateFrame } from './websocket/deflate-frame.ts';
import { Inflater } from './websocket/inflater.ts';
import { ServerWebSocket } from './websocket/server-websocket.ts';
import type { WebSocketHandler } from './websocket/server-websocket.ts';
import type { WebSocketError } from './websocket/websocket-error.ts';

/** So much in one turn is written at once, that the operating system may begin to carry it away. */
const WRITE_AT_BYTES = 64 * 1024;
/** From here on a replay waits: well below the send buffer's limit, so that live messages have room. */
const CONGESTED_AT_BYTES = 64 * 1024;

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

/** What all connections of an endpoint have in common. */
export interface ConnectionOptions {
  readonly writer: TurnWriter;
  readonly timers: Timers;
  readonly limits: Limits;
  /** The client broke the WebSocket protocol. */
  readonly onError: (error: WebSocketError) => void;
  /** Agreed on in the handshake: messages of at least so many bytes are compressed. */
  readonly deflateFromBytes?: number | undefined;
}

/**
 * One WebSocket as a session's transport. STOMP frames come ready made; what a turn of the event loop
 * brings leaves by one write.
 */
export class WebSocketConnection implements Transport, WebSocketHandler {
  readonly name = 'websocket';
  lastSentMs: number;
  readonly #options: ConnectionOptions;
  readonly #webSocket: ServerWebSocket;
  #receiver: Receiver | undefined;
  #batch: Batch | undefined;
  /** Of the frames in the batch that have one. */
  #marks: Mark[] | undefined;
  #slowWatch: SlowSessionWatch | undefined;
  #controlBudget: TokenBucket | undefined;
  /** The payload of the last ping that could not be answered yet. */
  #latePing: Buffer | undefined;
  #doom: DisconnectReason | undefined;
  #isClosing = false;
  #isPaused = false;
  #awaitsDrain = false;
  /** Anything came, or a message, since the client was last looked after. */
  #isHeard = true;
  #isTalking = false;
  #isPinged = false;
  #pingTimer: Timer;
  #onRelieved: (() => void)[] | undefined;

  constructor(socket: Duplex, options: ConnectionOptions) {
    const { timers, limits, deflateFromBytes } = options;
    this.#options = options;
    const inflater = deflateFromBytes === undefined ? undefined : new Inflater(limits.maxMessageBytes * 2);
    this.#webSocket = new ServerWebSocket(socket, timers, { handler: this, inflater });
    this.lastSentMs = timers.nowMs;
    this.#pingTimer = timers.schedule(limits.pingIntervalMs, this.#keepAlive);
  }

  /** Begins to read. */
  open(receiver: Receiver): void {
    this.#receiver = receiver;
    this.#webSocket.open();
  }

  send(frame: WireFrame): void {
    this.lastSentMs = this.#options.timers.nowMs;
    this.#add(frame);
  }

  #add(frame: WireFrame): void {
    if (this.#isClosing || this.#doom) return;
    let batch = this.#batch;
    if (!batch) {
      batch = this.#options.writer.root;
      this.#options.writer.add(this);
    }
    const { deflateFromBytes } = this.#options;
    const isPlain = deflateFromBytes === undefined || frame.byteLength < deflateFromBytes;
    const sent = isPlain ? frame : deflateFrame(frame);
    this.#batch = batch = batch.with(sent);
    if (sent.mark) (this.#marks ??= []).push(sent.mark);
    if (batch.byteLength >= WRITE_AT_BYTES) this.#write();
  }

  get congested(): boolean {
    return this.#webSocket.backlogBytes + (this.#batch?.byteLength ?? 0) >= CONGESTED_AT_BYTES;
  }

  onceRelieved(callback: () => void): void {
    (this.#onRelieved ??= []).push(callback);
    this.#awaitDrain();
  }

  /** Called by the turn's writer. */
  flush(): void {
    this.#write();
    this.#batch = undefined;
    if (this.#doom) this.#receiver?.close(this.#doom);
    else this.#relieve();
  }

  close({ code, reason }: DisconnectReason): void {
    if (this.#isClosing) return;
    if (!this.#doom) this.#write();
    this.#stop();
    // A client that does not read would not see the close frame either.
    if (this.#doom) this.#webSocket.terminate();
    else this.#webSocket.close(code, reason);
  }

  pause(): void {
    this.#isPaused = true;
    this.#webSocket.pause();
  }

  resume(): void {
    this.#isPaused = false;
    this.#webSocket.resume();
  }

  onData(piece: Buffer, isLast: boolean): void {
    this.#isHeard = true;
    this.#isTalking = true;
    this.#receiver?.receive(piece, isLast);
  }

  /** While the client does not read, only its last ping is kept to be answered (RFC 6455 §5.5.3). */
  onPing(payload: Buffer): void {
    if (!this.#payForControl()) return;
    if (this.congested) this.#answerLate(payload);
    else this.#add(pongFrame(payload));
  }

  /** One that nobody asked for is a client's own heart-beat (RFC 6455 §5.5.3). */
  onPong(): void {
    this.#payForControl();
  }

  onFailure(error: WebSocketError): void {
    this.#options.onError(error);
    if (error.closeCode === 1009) this.#receiver?.fail(new MessagingError('message_too_large'));
    this.#write();
  }

  onClosing(): void {
    this.#write();
  }

  onClosed(): void {
    this.#stop();
    this.#receiver?.end();
  }

  #payForControl(): boolean {
    this.#isHeard = true;
    const { timers, limits } = this.#options;
    this.#controlBudget ??= new TokenBucket(timers, limits.maxFramesPerSecond, limits.maxFrameBurst);
    const isPaid = this.#controlBudget.take(1);
    if (!isPaid) this.#receiver?.fail(new MessagingError('too_many_frames'));
    return isPaid;
  }

  #write(): void {
    const { writer } = this.#options;
    const batch = this.#batch;
    if (!batch || batch.byteLength === 0 || this.#isClosing) return;
    const marks = this.#marks;
    this.#batch = writer.root;
    this.#marks = undefined;
    if (!this.#webSocket.isOpen) return;
    const isWithSystem = this.#webSocket.write(batch.bytes(marks));
    if (marks && !isWithSystem) batch.giveAway();
    writer.bytesOut += batch.byteLength;
    const { backlogBytes } = this.#webSocket;
    if (backlogBytes > 0 || this.#slowWatch) this.#watch(batch.byteLength, backlogBytes);
  }

  /** Most clients are never behind, and have no watch. */
  #watch(byteLength: number, backlogBytes: number): void {
    const { timers, limits } = this.#options;
    this.#slowWatch ??= new SlowSessionWatch({
      timers,
      limits,
      backlogBytes: () => this.#webSocket.backlogBytes,
      onSlow: (reason) => this.#giveUp(reason),
    });
    this.#slowWatch.wrote(byteLength, backlogBytes);
  }

  /** Not at once: whoever delivers is walking over subscriptions that the end of the session takes away. */
  #giveUp(reason: DisconnectReason): void {
    if (this.#doom || this.#isClosing) return;
    this.#doom = reason;
    if (!this.#batch) this.#options.writer.add(this);
    this.#batch = this.#options.writer.root;
    this.#marks = undefined;
  }

  #answerLate(payload: Buffer): void {
    this.#latePing = payload;
    this.#awaitDrain();
  }

  /** Only a connection for whose relief somebody waits listens for it. */
  #awaitDrain(): void {
    if (this.#awaitsDrain) return;
    this.#awaitsDrain = true;
    this.#webSocket.onceDrained(() => {
      this.#awaitsDrain = false;
      this.#relieve();
    });
  }

  #relieve(): void {
    if ((!this.#latePing && !this.#onRelieved) || this.congested) return;
    const latePing = this.#latePing;
    const callbacks = this.#onRelieved ?? [];
    this.#latePing = undefined;
    this.#onRelieved = undefined;
    if (latePing) this.#add(pongFrame(latePing));
    for (const callback of callbacks) callback();
  }

  #stop(): void {
    this.#isClosing = true;
    this.#batch = undefined;
    this.#pingTimer.cancel();
    this.#slowWatch?.stop();
    this.#latePing = undefined;
    this.#onRelieved = undefined;
  }

  /** Pings a client unless both sides talk: proxies count each way by itself, and who talks is there. */
  readonly #keepAlive = (): void => {
    const { timers, limits } = this.#options;
    const { pingIntervalMs } = limits;
    if (this.#isPinged && !this.#isHeard && !this.#isPaused) {
      this.#doom = DISCONNECT_REASONS.pingTimeout;
      this.#receiver?.close(this.#doom);
      return;
    }
    const isServed = this.lastSentMs > timers.nowMs - pingIntervalMs;
    this.#isPinged = !this.#isTalking || !isServed;
    this.#isTalking = false;
    this.#isHeard = false;
    if (this.#isPinged) this.#add(PING_FRAME);
    this.#pingTimer = timers.schedule(pingIntervalMs, this.#keepAlive);
  };
}
