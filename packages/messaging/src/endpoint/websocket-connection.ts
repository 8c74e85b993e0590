import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { DISCONNECT_REASONS } from '../core/disconnect.ts';
import type { DisconnectReason } from '../core/disconnect.ts';
import type { Limits } from '../core/limits.ts';
import type { Timer, Timers } from '../core/timer-wheel.ts';
import type { WireFrame } from '../core/wire-frame.ts';
import type { Transport } from '../session/session-parts.ts';
import type { Batch } from './batch.ts';
import { SlowSessionWatch } from './slow-session.ts';
import type { TurnWriter } from './turn-writer.ts';

/** So much in one turn is written at once, that the operating system may begin to carry it away. */
const WRITE_AT_BYTES = 64 * 1024;
/** From here on a replay waits: well below the send buffer's limit, so that live messages have room. */
const CONGESTED_AT_BYTES = 64 * 1024;

/** What a connection brings up to its session. */
export interface Receiver {
  receive(chunk: Uint8Array): void;
  close(reason: DisconnectReason): void;
  end(): void;
}

export interface ConnectionOptions {
  webSocket: WebSocket;
  /** The stream under `webSocket`. Frames are written to it whole, so that they never cut one of ws's own. */
  socket: Duplex;
  writer: TurnWriter;
  timers: Timers;
  limits: Limits;
  onError: (error: Error) => void;
}

/**
 * One WebSocket. Outgoing STOMP frames come ready made and pass `ws` by, straight to the stream; ws
 * reads, answers pings and closes. Its control frames are written whole and at once too, and so fall
 * between ours (RFC 6455 §5.4).
 */
export class WebSocketConnection implements Transport {
  readonly name = 'websocket';
  lastSentMs: number;
  readonly #options: ConnectionOptions;
  readonly #socket: Duplex;
  readonly #writer: TurnWriter;
  readonly #slowWatch: SlowSessionWatch;
  #batch: Batch | undefined;
  #receiver: Receiver | undefined;
  #doom: DisconnectReason | undefined;
  #isClosing = false;
  #isPaused = false;
  #isHeard = true;
  #pingTimer: Timer;
  #onRelieved: (() => void)[] = [];

  constructor(options: ConnectionOptions) {
    const { timers, limits, socket, writer } = options;
    this.#options = options;
    this.#socket = socket;
    this.#writer = writer;
    this.lastSentMs = timers.nowMs;
    this.#slowWatch = new SlowSessionWatch({
      timers,
      limits,
      backlogBytes: () => socket.writableLength,
      onSlow: (reason) => this.#giveUp(reason),
    });
    this.#pingTimer = timers.schedule(limits.pingIntervalMs, this.#ping);
    options.webSocket.on('error', options.onError);
  }

  /** Begins to read. */
  open(receiver: Receiver): void {
    this.#receiver = receiver;
    const { webSocket } = this.#options;
    webSocket.on('message', (data: Buffer) => {
      this.#isHeard = true;
      receiver.receive(data);
    });
    webSocket.on('pong', () => (this.#isHeard = true));
    webSocket.on('close', () => {
      this.#isClosing = true;
      this.#stop();
      receiver.end();
    });
    this.#socket.on('drain', () => this.#relieve());
  }

  send(frame: WireFrame): void {
    if (this.#isClosing || this.#doom) return;
    let batch = this.#batch;
    if (!batch) {
      batch = this.#writer.root;
      this.#writer.add(this);
    }
    this.#batch = batch = batch.with(frame);
    if (batch.byteLength >= WRITE_AT_BYTES) this.#write();
  }

  get congested(): boolean {
    return this.#socket.writableLength + (this.#batch?.byteLength ?? 0) >= CONGESTED_AT_BYTES;
  }

  onceRelieved(callback: () => void): void {
    this.#onRelieved.push(callback);
  }

  /** Called by the turn's writer. */
  flush(): void {
    this.#write();
    this.#batch = undefined;
    if (this.#doom) this.#receiver?.close(this.#doom);
    else if (this.#onRelieved.length > 0) this.#relieve();
  }

  close({ code, reason }: DisconnectReason): void {
    if (this.#isClosing) return;
    if (!this.#doom) this.#write();
    this.#isClosing = true;
    this.#batch = undefined;
    this.#stop();
    // Or the client's close frame would never be read.
    if (this.#isPaused) this.resume();
    // A client that does not read would not see the close frame either.
    if (this.#doom) this.#options.webSocket.terminate();
    else this.#options.webSocket.close(code, reason);
  }

  pause(): void {
    this.#isPaused = true;
    this.#options.webSocket.pause();
  }

  resume(): void {
    this.#isPaused = false;
    this.#options.webSocket.resume();
  }

  #write(): void {
    const { webSocket, timers } = this.#options;
    const batch = this.#batch;
    if (!batch || batch.byteLength === 0 || this.#isClosing) return;
    this.#batch = this.#writer.root;
    // ws has begun to close by itself: nothing may follow a close frame (RFC 6455 §5.5.1).
    if (webSocket.readyState !== webSocket.OPEN) return;
    this.lastSentMs = timers.nowMs;
    this.#socket.write(batch.bytes());
    this.#slowWatch.wrote(batch.byteLength, this.#socket.writableLength);
  }

  /** Not at once: whoever delivers is walking over subscriptions that the end of the session takes away. */
  #giveUp(reason: DisconnectReason): void {
    if (this.#doom || this.#isClosing) return;
    this.#doom = reason;
    if (!this.#batch) this.#writer.add(this);
    this.#batch = this.#writer.root;
  }

  #relieve(): void {
    if (this.congested || this.#onRelieved.length === 0) return;
    const callbacks = this.#onRelieved;
    this.#onRelieved = [];
    for (const callback of callbacks) callback();
  }

  #stop(): void {
    this.#pingTimer.cancel();
    this.#slowWatch.stop();
    this.#onRelieved = [];
  }

  readonly #ping = (): void => {
    const { webSocket, timers, limits } = this.#options;
    if (!this.#isHeard && !this.#isPaused) {
      this.#doom = DISCONNECT_REASONS.pingTimeout;
      this.#receiver?.close(this.#doom);
      return;
    }
    this.#isHeard = false;
    webSocket.ping();
    this.#pingTimer = timers.schedule(limits.pingIntervalMs, this.#ping);
  };
}
