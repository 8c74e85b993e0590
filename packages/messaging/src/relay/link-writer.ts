import type { Socket } from 'node:net';
import { MessagingError } from '../core/errors.ts';
import type { Timer, Timers } from '../core/timer-wheel.ts';

export interface LinkWriterOptions {
  readonly socket: Socket;
  readonly timers: Timers;
  /** How long something may wait to be written without moving. */
  readonly sendTimeLimitMs: number;
  readonly onStuck: (error: MessagingError) => void;
}

/** Writes to a broker: what comes in one turn by one call, and with a word to whoever should wait. */
export class LinkWriter {
  /** When something was last written, in the time of the wheel. */
  lastSentMs: number;
  readonly #options: LinkWriterOptions;
  #drained: PromiseWithResolvers<undefined> | undefined;
  #timer: Timer | undefined;

  constructor(options: LinkWriterOptions) {
    this.#options = options;
    this.lastSentMs = options.timers.nowMs;
    options.socket.on('drain', () => this.#relieve());
  }

  /** Bytes that wait to be written. */
  get backlogBytes(): number {
    return this.#options.socket.writableLength;
  }

  /** Answers a promise when the broker reads too slowly for more; it settles when there is room, or no hope. */
  write(bytes: Uint8Array): Promise<void> | undefined {
    const { socket, timers } = this.#options;
    this.lastSentMs = timers.nowMs;
    if (socket.writableCorked === 0) {
      socket.cork();
      process.nextTick(() => socket.uncork());
    }
    if (socket.write(bytes)) return undefined;
    this.#watch();
    if (!this.#drained) {
      this.#drained = Promise.withResolvers<undefined>();
      // Not everybody waits for what they may wait for: its failure alone is no fault.
      this.#drained.promise.catch(() => undefined);
    }
    return this.#drained.promise;
  }

  /** Nothing will be written any more. */
  stop(error: Error): void {
    this.#timer?.cancel();
    this.#drained?.reject(error);
  }

  #relieve(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#drained?.resolve(undefined);
    this.#drained = undefined;
  }

  /** What waits may be much and take long, but something of it must go out within the time limit. */
  #watch(): void {
    const { socket, timers, sendTimeLimitMs, onStuck } = this.#options;
    const flushedBytes = this.#flushedBytes;
    this.#timer ??= timers.schedule(sendTimeLimitMs, () => {
      this.#timer = undefined;
      if (!socket.writableNeedDrain) return;
      if (this.#flushedBytes > flushedBytes) this.#watch();
      else onStuck(new MessagingError('broker_unavailable', 'the broker does not read'));
    });
  }

  get #flushedBytes(): number {
    const { socket } = this.#options;
    return socket.bytesWritten - socket.writableLength;
  }
}
