import type { Duplex } from 'node:stream';
import type { Timer, Timers } from '../../core/timer-wheel.ts';
import { closeFrame } from './close-frame.ts';
import { writeDirectly, writeHandleOf } from './direct-write.ts';
import type { WriteHandle, WriteObserver } from './direct-write.ts';
import { FrameReader } from './frame-reader.ts';
import type { Inflater } from './inflater.ts';
import { readShared } from './shared-read.ts';
import type { ByteReceiver } from './shared-read.ts';
import { WebSocketError } from './websocket-error.ts';

/** How long the other side may take to answer a close frame and to close its end. */
const CLOSE_TIME_LIMIT_MS = 5_000;

const NOTHING = Buffer.alloc(0);

/**
 * The server's end of one WebSocket (RFC 6455), from the 101 on: reads frames, and goes through the close
 * handshake, whichever side begins it. Frames to be sent come ready made.
 */
export abstract class ServerWebSocket extends FrameReader implements ByteReceiver, WriteObserver {
  readonly #socket: Duplex;
  readonly #timers: Timers;
  readonly #inflater: Inflater | undefined;
  /** Of sockets of node:net; others are written to as streams, which may keep what they are given. */
  readonly #writeHandle: WriteHandle | undefined;
  /** What the handle has not given to the operating system yet. */
  #unwrittenBytes = 0;
  #onDrained: (() => void) | undefined;
  #isOpen = true;
  #isStopped = false;
  #closeTimer: Timer | undefined;
  /** What was read of the socket while no more frames were wanted. */
  #unread: Buffer | undefined;

  constructor(socket: Duplex, timers: Timers, inflater: Inflater | undefined) {
    super(inflater);
    this.#socket = socket;
    this.#timers = timers;
    this.#inflater = inflater;
    this.#writeHandle = writeHandleOf(socket);
    socket.on('error', () => socket.destroy());
    socket.on('end', () => this.#end());
    socket.on('close', () => {
      this.#closeTimer?.cancel();
      this.#stop();
    });
  }

  /** The client broke the protocol. The last moment to write; the socket is closed after it. */
  protected abstract onFailure(error: WebSocketError): void;
  /** The client closes. The last moment to write. */
  protected abstract onClosing(): void;
  /**
   * Nothing more comes from the client, nor goes to it, though its socket may not be gone yet; called once, in
   * any case.
   */
  protected abstract onClosed(): void;

  /** False from the first close frame on: nothing may be written after it (RFC 6455 §5.5.1). */
  protected get isOpen(): boolean {
    return this.#isOpen;
  }

  protected beginReading(): void {
    readShared(this.#socket, this);
  }

  /**
   * Writes whole frames. True when the operating system has them all: then the buffer may be used again,
   * else it must not change.
   */
  protected write(frames: Buffer): boolean {
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
  protected get backlogBytes(): number {
    return this.#writeHandle ? this.#unwrittenBytes : this.#socket.writableLength;
  }

  /** Calls back once when nothing is written and waiting any more. */
  protected onceDrained(callback: () => void): void {
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
  protected beginClosing(code: number, reason: string): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.skipsData = true;
    this.#socket.write(closeFrame(code, reason));
    this.#limitClosing();
    // Or the client's close frame would never be read.
    this.resume();
  }

  /** Ends the socket without a word. */
  protected terminate(): void {
    this.#isOpen = false;
    this.stopReading();
    this.#socket.destroy();
  }

  /** Stops reading behind the frame that is being read. */
  pause(): void {
    this.isHeld = true;
    this.#socket.pause();
  }

  /** Reads on, first what was read of the socket before. */
  resume(): void {
    this.isHeld = false;
    this.#readOn();
  }

  /** Called for each read. */
  receive(buffer: Buffer, length: number): void {
    const end = this.#read(buffer, length);
    // The buffer is only lent.
    if (end < length) this.#unread = Buffer.from(buffer.subarray(end, length));
  }

  protected onClose(code: number): void {
    if (this.#isOpen) {
      this.onClosing();
      this.beginClosing(code, '');
    }
    this.#end();
  }

  #readOn(): void {
    if (this.#isStill()) return;
    const unread = this.#unread ?? NOTHING;
    this.#unread = undefined;
    const end = this.#read(unread, unread.length);
    if (end < unread.length) this.#unread = unread.subarray(end);
    else if (!this.#isStill()) this.#socket.resume();
  }

  #isStill(): boolean {
    return this.isHeld || this.#inflater?.isSpent === true;
  }

  #read(buffer: Buffer, length: number): number {
    try {
      const end = this.readFrames(buffer, length);
      if (this.#inflater?.isSpent) this.#awaitNextTurn(this.#inflater);
      return end;
    } catch (error) {
      if (!(error instanceof WebSocketError)) throw error;
      this.onFailure(error);
      this.beginClosing(error.closeCode, '');
      this.#end();
      return length;
    }
  }

  #awaitNextTurn(inflater: Inflater): void {
    this.#socket.pause();
    inflater.onceRenewed(() => this.#readOn());
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
    this.stopReading();
    this.#unread = undefined;
    if (this.#isStopped) return;
    this.#isStopped = true;
    this.onClosed();
  }
}
