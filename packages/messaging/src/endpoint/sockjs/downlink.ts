import type { Timer, Timers } from '../../core/timer-wheel.ts';
import { CONGESTED_AT_BYTES, WRITE_AT_BYTES } from '../send-thresholds.ts';
import { HEARTBEAT_FRAME, OPEN_FRAME } from './frames.ts';
import type { ResponseReceiver } from './response-receiver.ts';

export interface DownlinkOptions {
  readonly timers: Timers;
  /** After so much quiet a heartbeat is sent, so that no proxy cuts the line. */
  readonly heartbeatMs: number;
  /** The receiver has ended, and the client is to ask again. */
  readonly onLeft: () => void;
  /** The last frame was written. */
  readonly onTold: () => void;
}

/** What goes down to a client over one response after another: messages wait here until one is there to carry them. */
export class Downlink {
  /** When messages were written last. */
  lastSentMs: number;
  readonly #options: DownlinkOptions;
  #receiver: ResponseReceiver | undefined;
  #queue: Buffer[] = [];
  #queuedBytes = 0;
  #isOpenSent = false;
  #lastFrame: string | undefined;
  #lastWrittenMs: number;
  #heartbeatTimer: Timer | undefined;
  #onRelieved: (() => void)[] = [];

  constructor(options: DownlinkOptions) {
    this.#options = options;
    this.lastSentMs = this.#lastWrittenMs = options.timers.nowMs;
  }

  get hasReceiver(): boolean {
    return this.#receiver !== undefined;
  }

  /** True when only the last frame is left to be told. */
  get isEnding(): boolean {
    return this.#lastFrame !== undefined;
  }

  get queuedBytes(): number {
    return this.#queuedBytes;
  }

  get congested(): boolean {
    return this.#queuedBytes + (this.#receiver?.backlogBytes ?? 0) >= CONGESTED_AT_BYTES;
  }

  /** Sends by this response from now on. Only while there is no other. */
  attach(receiver: ResponseReceiver): void {
    this.#receiver = receiver;
    if (!this.#isOpenSent) {
      this.#isOpenSent = true;
      receiver.send(OPEN_FRAME);
    }
    this.#lastWrittenMs = this.#options.timers.nowMs;
    this.flush();
    this.relieve();
  }

  /** Lets a receiver go that is broken. */
  release(receiver: ResponseReceiver): void {
    if (this.#receiver === receiver) this.#receiver = undefined;
  }

  /** Cuts the line of the receiver, if there is one. */
  destroyReceiver(): void {
    this.#receiver?.destroy();
    this.#receiver = undefined;
  }

  /** Takes a message; it is written with the next flush, unless much has come in this turn. */
  add(quoted: Buffer): void {
    this.#queue.push(quoted);
    this.#queuedBytes += quoted.length;
    if (this.#queuedBytes >= WRITE_AT_BYTES) this.#write();
  }

  /** Forgets what waits. */
  clear(): void {
    this.#queue = [];
    this.#queuedBytes = 0;
  }

  /** Says what is told last, to this receiver or the next. The first word on it holds. */
  endWith(lastFrame: string): void {
    this.#lastFrame ??= lastFrame;
  }

  /** Writes what waits, lets a receiver go that has ended with it, and watches over one that has not. */
  flush(): void {
    this.#write();
    if (this.#receiver?.takesMore()) {
      if (!this.isEnding && !this.#heartbeatTimer) this.#watchQuiet();
    } else if (this.#receiver) {
      this.#receiver = undefined;
      if (!this.isEnding) this.#options.onLeft();
    }
  }

  /** Calls back when there is room again; never, once it has stopped. */
  onceRelieved(callback: () => void): void {
    this.#onRelieved.push(callback);
  }

  /** Tells those who wait for room, if there is any. */
  relieve(): void {
    if (this.#onRelieved.length === 0 || this.congested) return;
    const callbacks = this.#onRelieved;
    this.#onRelieved = [];
    for (const callback of callbacks) callback();
  }

  /** Ends the heartbeats, and forgets who waits for room. */
  stop(): void {
    this.#heartbeatTimer?.cancel();
    this.#onRelieved = [];
  }

  /** As much as the receiver takes, and then the end, if it is one. */
  #write(): void {
    const receiver = this.#receiver;
    if (!receiver?.takesMore()) return;
    if (this.#queue.length > 0) {
      const queue = this.#queue;
      this.clear();
      receiver.sendMessages(queue);
      this.lastSentMs = this.#lastWrittenMs = this.#options.timers.nowMs;
    }
    if (this.#lastFrame === undefined || !receiver.takesMore()) return;
    receiver.finish(this.#lastFrame);
    this.#options.onTold();
  }

  readonly #watchQuiet = (): void => {
    const { timers, heartbeatMs } = this.#options;
    this.#heartbeatTimer = undefined;
    if (!this.#receiver?.takesMore() || this.isEnding) return;
    // A response that waited behind another of its connection is told of no drain.
    this.relieve();
    let waitMs = this.#lastWrittenMs + heartbeatMs - timers.nowMs;
    if (waitMs <= 0) {
      this.#receiver.send(HEARTBEAT_FRAME);
      this.#lastWrittenMs = timers.nowMs;
      waitMs = heartbeatMs;
    }
    if (this.#receiver.takesMore()) this.#heartbeatTimer = timers.schedule(waitMs, this.#watchQuiet);
    else this.flush();
  };
}
