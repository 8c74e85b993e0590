import type { ServerResponse } from 'node:http';
import type { DisconnectReason } from '../../core/disconnect.ts';
import type { Limits } from '../../core/limits.ts';
import type { Timers } from '../../core/timer-wheel.ts';
import { SlowSessionWatch } from '../slow-session.ts';
import type { TurnWriter } from '../turn-writer.ts';
import type { Framing } from './framing.ts';
import { writeChunk } from './write-chunk.ts';

/** What a receiver tells the session that it belongs to. */
export interface ReceiverOwner {
  /** The response is over before all of it was sent: the client is gone, or the line is cut. */
  onAborted(receiver: ResponseReceiver): void;
  /** The client does not read. */
  onSlow(reason: DisconnectReason): void;
  /** What waited has been taken over by the operating system. */
  onDrained(): void;
}

export interface ReceiverOptions {
  readonly response: ServerResponse;
  readonly framing: Framing;
  readonly timers: Timers;
  readonly limits: Limits;
  readonly writer: TurnWriter;
  /** A streaming response ends after so many bytes, so that browsers can forget them. */
  readonly responseLimitBytes: number;
}

/**
 * One HTTP response that carries frames down to a client: for polling one frame, for streaming as many
 * as fit below the response limit. Its headers must be set; it is written when the first frame comes.
 */
export class ResponseReceiver {
  readonly #options: ReceiverOptions;
  readonly #slowWatch: SlowSessionWatch;
  #owner: ReceiverOwner | undefined;
  #sentBytes = 0;
  #isDrainAwaited = false;

  constructor(options: ReceiverOptions) {
    const { response, timers, limits, framing } = options;
    this.#options = options;
    this.#slowWatch = new SlowSessionWatch({
      timers,
      limits,
      backlogBytes: () => response.writableLength,
      onSlow: (reason) => this.#giveUp(reason),
    });
    response.setHeader('Content-Type', framing.contentType);
    response.once('close', () => this.#closed());
    // nginx would otherwise collect a stream before it hands it on.
    if (framing.isStreaming) response.setHeader('X-Accel-Buffering', 'no');
    if (framing.prelude) response.write(framing.prelude, 'latin1');
  }

  get transportName(): string {
    return this.#options.framing.name;
  }

  /** False once nothing more can be sent by this response; the client makes a new request then. */
  takesMore(): boolean {
    return !this.#options.response.writableEnded && !this.#options.response.destroyed;
  }

  /** What was written and is not with the operating system yet. */
  get backlogBytes(): number {
    return this.#options.response.writableLength;
  }

  /** From now on the owner is told what becomes of the response. */
  belongTo(owner: ReceiverOwner): void {
    this.#owner = owner;
  }

  send(frame: string): void {
    this.#write(this.#options.framing.frame(frame));
  }

  sendMessages(quoted: readonly Buffer[]): void {
    this.#write(this.#options.framing.messages(quoted));
  }

  /** Sends a last frame and ends the response. */
  finish(frame: string): void {
    const bytes = this.#options.framing.frame(frame);
    this.#options.response.end(bytes);
    this.#watch(bytes.length);
  }

  /** Cuts the line. */
  destroy(): void {
    this.#owner = undefined;
    this.#options.response.destroy();
  }

  #write(bytes: Buffer): void {
    const { response, framing, responseLimitBytes } = this.#options;
    this.#sentBytes += bytes.length;
    if (framing.isStreaming && this.#sentBytes < responseLimitBytes) writeChunk(response, bytes);
    else response.end(bytes);
    this.#watch(bytes.length);
  }

  #watch(byteLength: number): void {
    this.#options.writer.bytesOut += byteLength;
    this.#awaitDrain();
    this.#slowWatch.wrote(byteLength, this.backlogBytes);
  }

  /** Of the socket, to which chunks go past the response; nobody else would tell. */
  #awaitDrain(): void {
    const { socket } = this.#options.response;
    if (!socket?.writableNeedDrain || this.#isDrainAwaited) return;
    this.#isDrainAwaited = true;
    socket.once('drain', () => {
      this.#isDrainAwaited = false;
      this.#owner?.onDrained();
    });
  }

  /** Ended or not: what the client does not take must not stay in memory. */
  #giveUp(reason: DisconnectReason): void {
    this.#owner?.onSlow(reason);
    this.destroy();
  }

  #closed(): void {
    this.#slowWatch.stop();
    const owner = this.#owner;
    this.#owner = undefined;
    if (!this.#options.response.writableFinished) owner?.onAborted(this);
  }
}
