import type { Socket } from 'node:net';
import { createDecoder } from '@carillon/stomp';
import type { Decoder, Frame } from '@carillon/stomp';
import type { Timers } from '../core/timer-wheel.ts';
import { LINK_VERSION } from './link-frames.ts';

/** A broker may send more headers than a client may, and longer ones. */
const HEADER_LIMITS = { maxHeaderCount: 256, maxHeaderLineBytes: 64 * 1024 };

export interface LinkReaderOptions {
  readonly socket: Socket;
  readonly timers: Timers;
  readonly maxFrameBytes: number;
  readonly onFrame: (frame: Frame) => void;
  /** What came is no STOMP, or `onFrame` threw. */
  readonly onError: (error: unknown) => void;
}

/** Reads a broker's frames, never more than one chunk ahead, and knows when the broker was last heard. */
export class LinkReader {
  readonly #options: LinkReaderOptions;
  readonly #decoder: Decoder;
  #lastHeardMs: number;
  #isStopped = false;

  constructor(options: LinkReaderOptions) {
    const { socket, timers, maxFrameBytes } = options;
    this.#options = options;
    this.#lastHeardMs = timers.nowMs;
    this.#decoder = createDecoder({ version: LINK_VERSION, limits: { ...HEADER_LIMITS, maxFrameBytes } });
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
  }

  /** When the broker was last heard, in the time of the wheel; now, while nothing is read from it. */
  get lastHeardMs(): number {
    return this.isPaused ? this.#options.timers.nowMs : this.#lastHeardMs;
  }

  get isPaused(): boolean {
    return this.#options.socket.isPaused();
  }

  /** Lets the broker keep what it has, until `resume`. */
  pause(): void {
    this.#options.socket.pause();
  }

  resume(): void {
    this.#lastHeardMs = this.#options.timers.nowMs;
    this.#options.socket.resume();
  }

  /** What comes from now on is read, so that the broker's side of the close is seen, and brings nothing. */
  stop(): void {
    this.#isStopped = true;
  }

  #read(chunk: Buffer): void {
    if (this.#isStopped) return;
    const { timers, onFrame, onError } = this.#options;
    this.#lastHeardMs = timers.nowMs;
    try {
      this.#decoder.push(chunk, onFrame);
    } catch (error) {
      onError(error);
    }
  }
}
