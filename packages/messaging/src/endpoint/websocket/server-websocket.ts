import type { Duplex } from 'node:stream';
import type { Timer, Timers } from '../../core/timer-wheel.ts';
import { closeFrame } from './close-frame.ts';
import { writeDirectly, writeHandleOf } from './direct-write.ts';
import type { WriteHandle, WriteObserver } from './direct-write.ts';
import { FrameReader } from './frame-reader.ts';
import type { FrameHandler } from './frame-reader.ts';
import type { Inflater } from './inflater.ts';
import { readShared } from './shared-read.ts';
import type { ByteReceiver } from './shared-read.ts';
import { WebSocketError } from './websocket-error.ts';

/** How long the other side may take to answer a close frame and to close its end. */
const CLOSE_TIME_LIMIT_MS = 5_000;

/** What one WebSocket tells whoever uses it. */
export interface WebSocketHandler extends Omit<FrameHandler, 'onClose'> {
  /** The client broke the protocol. The last moment to write; the socket is closed after it. */
  onFailure(error: WebSocketError): void;
  /** The client closes. The last moment to write. */
  onClosing(): void;
  /**
   * Nothing more comes from the client, nor goes to it, though its socket may not be gone yet; called once, in
   * any case.
   */
  onClosed(): void;
}

/**
 * The server's end of one WebSocket (RFC 6455), from the 101 on: reads frames, and goes through the close
 * handshake, whichever side begins it. Frames to be sent come ready made.
 */
export class ServerWebSocket implements FrameHandler, ByteReceiver, WriteObserver {
  readonly #socket: Duplex;
  readonly #timers: Timers;
  readonly #handler: WebSocketHandler;
  readonly #reader: FrameReader;
  /** Of sockets of node:net; others are written to as streams, which may keep what they are given. */
  readonly #writeHandle: WriteHandle | undefined;
  /** What the handle has not given to the operating system yet. */
  #unwrittenBytes = 0;
  #onDrained: (() => void) | undefined;
  #isOpen = true;
  #isStopped = false;
  #closeTimer: Timer | undefined;

  constructor(
    socket: Duplex,
    timers: Timers,
    options: { handler: WebSocketHandler; inflater: Inflater | undefined },
  ) {
    this.#socket = socket;
    this.#writeHandle = writeHandleOf(socket);
    this.#timers = timers;
    this.#handler = options.handler;
    this.#reader = new FrameReader(this, options.inflater);
    socket.on('error', () => socket.destroy());
    socket.on('end', () => this.#end());
    socket.on('close', () => {
      this.#closeTimer?.cancel();
      this.#stop();
    });
  }

  /** False from the first close frame on: nothing may be written after it (RFC 6455 §5.5.1). */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Begins to read. */
  open(): void {
    readShared(this.#socket, this);
  }

  /**
   * Writes whole frames. True when the operating system has them all: then the buffer may be used again,
   * else it must not change.
   */
  write(frames: Buffer): boolean {
    if (!this.#isOpen) return true;
    const handle = this.#writeHandle;
    if (!handle) {
      this.#socket.write(frames);
      return false;
    }
    const isWithSystem = writeDirectly(handle, frames, this);
    if (!isWithSystem) this.#unwrittenBytes += frames.length;
    return isWithSystem;
  }

  /** What was written and is not with the operating system yet. */
  get backlogBytes(): number {
    return this.#writeHandle ? this.#unwrittenBytes : this.#socket.writableLength;
  }

  /** Calls back once when nothing is written and waiting any more. */
  onceDrained(callback: () => void): void {
    if (this.#writeHandle) this.#onDrained = callback;
    else this.#socket.once('drain', callback);
  }

  onWritten(byteLength: number): void {
    this.#unwrittenBytes -= byteLength;
    if (this.#unwrittenBytes > 0) return;
    const onDrained = this.#onDrained;
    this.#onDrained = undefined;
    onDrained?.();
  }

  onBroken(): void {
    this.#socket.destroy();
  }

  /** Begins the close handshake (RFC 6455 §7.1.2); what was written before still goes out. */
  close(code: number, reason: string): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#reader.skipsData = true;
    this.#socket.write(closeFrame(code, reason));
    this.#limitClosing();
    // Or the client's close frame would never be read.
    this.#socket.resume();
  }

  /** Ends the socket without a word. */
  terminate(): void {
    this.#isOpen = false;
    this.#reader.stop();
    this.#socket.destroy();
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  /** Called for each read. */
  receive(buffer: Buffer, length: number): void {
    try {
      this.#reader.push(buffer, length);
    } catch (error) {
      if (!(error instanceof WebSocketError)) throw error;
      this.#handler.onFailure(error);
      this.close(error.closeCode, '');
      this.#end();
    }
  }

  onData(piece: Buffer, isLast: boolean): void {
    this.#handler.onData(piece, isLast);
  }

  onPing(payload: Buffer): void {
    if (this.#isOpen) this.#handler.onPing(payload);
  }

  onPong(): void {
    this.#handler.onPong();
  }

  onClose(code: number): void {
    if (this.#isOpen) {
      this.#handler.onClosing();
      this.close(code, '');
    }
    this.#end();
  }

  /** The server closes TCP first (RFC 6455 §7.1.1), and reads on until the client has too, or a reset could overtake the close frame. */
  #end(): void {
    this.#limitClosing();
    this.#socket.end();
    this.#stop();
  }

  #limitClosing(): void {
    this.#closeTimer ??= this.#timers.schedule(CLOSE_TIME_LIMIT_MS, () => this.#socket.destroy());
  }

  #stop(): void {
    this.#isOpen = false;
    this.#reader.stop();
    if (this.#isStopped) return;
    this.#isStopped = true;
    this.#handler.onClosed();
  }
}
