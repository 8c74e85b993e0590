import { isUtf8 } from 'node:buffer';
import type { DisconnectReason } from '../../core/disconnect.ts';
import { MessagingError } from '../../core/errors.ts';
import type { Timer, Timers } from '../../core/timer-wheel.ts';
import { toWireFrame } from '../../core/wire-frame.ts';
import type { WireFrame } from '../../core/wire-frame.ts';
import type { Transport } from '../../session/session-parts.ts';
import { CollectedBytes } from '../collected-bytes.ts';
import type { Receiver, WebSocketConnection } from '../websocket-connection.ts';
import { BROKEN_FRAMING, closeFrame, HEARTBEAT_FRAME, OPEN_FRAME } from './frames.ts';
import { parseWebSocketMessages } from './payload.ts';
import { wrapFrame } from './quote.ts';

const OPEN = toText(OPEN_FRAME);
const HEARTBEAT = toText(HEARTBEAT_FRAME);

export interface SockJsWebSocketOptions {
  readonly timers: Timers;
  readonly heartbeatMs: number;
  /** Of one message of the client's, with all the messages in it. */
  readonly maxMessageBytes: number;
}

/**
 * A WebSocket that speaks SockJS's framing (sockjs-protocol, "WebSocket protocols"): a layer on the plain
 * connection, whose messages are arrays of messages both ways.
 */
export class SockJsWebSocket implements Transport, Receiver {
  readonly name = 'sockjs-websocket';
  /** Of STOMP bytes: the heartbeats and pings beneath are none of the session's. */
  lastSentMs: number;
  readonly #connection: WebSocketConnection;
  readonly #options: SockJsWebSocketOptions;
  readonly #message: CollectedBytes;
  #session: Receiver | undefined;
  #heartbeatTimer: Timer | undefined;
  #isClosed = false;

  constructor(connection: WebSocketConnection, options: SockJsWebSocketOptions) {
    this.#connection = connection;
    this.#options = options;
    this.#message = new CollectedBytes(options.maxMessageBytes);
    this.lastSentMs = options.timers.nowMs;
    connection.send(OPEN);
  }

  /** Begins to read. */
  open(session: Receiver): void {
    this.#session = session;
    this.#watchQuiet();
    this.#connection.open(this);
  }

  get congested(): boolean {
    return this.#connection.congested;
  }

  onceRelieved(callback: () => void): void {
    this.#connection.onceRelieved(callback);
  }

  send(frame: WireFrame): void {
    if (this.#isClosed) return;
    this.lastSentMs = this.#options.timers.nowMs;
    this.#connection.send(wrapFrame(frame));
  }

  close(reason: DisconnectReason): void {
    if (this.#isClosed) return;
    this.#stop();
    this.#connection.send(toText(closeFrame(reason)));
    this.#connection.close(reason);
  }

  pause(): void {
    this.#connection.pause();
  }

  resume(): void {
    this.#connection.resume();
  }

  receive(piece: Buffer, isLast: boolean): void {
    if (this.#isClosed) return;
    if (!this.#message.add(piece)) this.fail(new MessagingError('message_too_large'));
    else if (isLast) this.#receiveMessage(this.#message.take());
    else this.idle(piece.length);
  }

  idle(byteLength: number): void {
    this.#session?.idle(byteLength);
  }

  fail(error: MessagingError): void {
    this.#session?.fail(error);
  }

  end(): void {
    this.#stop();
    this.#session?.end();
  }

  #receiveMessage(message: Buffer): void {
    const messages = isUtf8(message) ? readMessages(message.toString('utf8')) : undefined;
    if (!messages) this.#session?.close(BROKEN_FRAMING);
    else if (messages.length === 0) this.#session?.idle(0);
    else for (const text of messages) this.#session?.receive(Buffer.from(text), true);
  }

  readonly #watchQuiet = (): void => {
    const { timers, heartbeatMs } = this.#options;
    let waitMs = this.#connection.lastSentMs + heartbeatMs - timers.nowMs;
    if (waitMs <= 0) {
      this.#connection.send(HEARTBEAT);
      waitMs = heartbeatMs;
    }
    this.#heartbeatTimer = timers.schedule(waitMs, this.#watchQuiet);
  };

  #stop(): void {
    this.#isClosed = true;
    this.#message.take();
    this.#heartbeatTimer?.cancel();
  }
}

function readMessages(text: string): string[] | undefined {
  try {
    return parseWebSocketMessages(text);
  } catch {
    return undefined;
  }
}

function toText(frame: string): WireFrame {
  return toWireFrame(Buffer.from(frame), true);
}
