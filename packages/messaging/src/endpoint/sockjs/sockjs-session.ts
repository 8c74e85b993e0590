import { DISCONNECT_REASONS } from '../../core/disconnect.ts';
import type { DisconnectReason } from '../../core/disconnect.ts';
import type { Limits } from '../../core/limits.ts';
import type { Timer, Timers } from '../../core/timer-wheel.ts';
import type { WireFrame } from '../../core/wire-frame.ts';
import type { Transport } from '../../session/session-parts.ts';
import type { TurnWriter } from '../turn-writer.ts';
import type { OpenedConversation } from '../conversation.ts';
import { closeFrame, HEARTBEAT_FRAME, INTERRUPTED, OPEN_FRAME, STILL_OPEN } from './frames.ts';
import { quoteFrame } from './quote.ts';
import type { ReceiverOwner, ResponseReceiver } from './response-receiver.ts';

/** So much in one turn is written at once, that the operating system may begin to carry it away. */
const WRITE_AT_BYTES = 64 * 1024;
/** From here on a replay waits: well below the send buffer's limit, so that live messages have room. */
const CONGESTED_AT_BYTES = 64 * 1024;

export interface SockJsSessionOptions {
  readonly name: string;
  readonly timers: Timers;
  readonly limits: Limits;
  readonly writer: TurnWriter;
  readonly heartbeatMs: number;
  readonly disconnectDelayMs: number;
  /** True once the engine is going down: then nothing is kept for whoever comes back. */
  readonly isDraining: () => boolean;
  /** Called once, when nothing of the session is left. */
  readonly onOver: () => void;
}

/**
 * One SockJS session over HTTP (sockjs-protocol, "Protocol and framing"): messages wait here until a
 * response is there to carry them.
 *
 * It lives as long as a receiver is attached, and `disconnectDelayMs` longer. Closed by the server or
 * interrupted by a broken line, it ends at once for the conversation; what is left is the close frame for
 * whoever asks, until the delay is over.
 */
export class SockJsSession implements Transport, ReceiverOwner {
  readonly name: string;
  lastSentMs: number;
  readonly #options: SockJsSessionOptions;
  #opened: OpenedConversation | undefined;
  #receiver: ResponseReceiver | undefined;
  #queue: Buffer[] = [];
  #queuedBytes = 0;
  #isOpenSent = false;
  #closeFrame: string | undefined;
  #doom: DisconnectReason | undefined;
  #isFlushAsked = false;
  #isPaused = false;
  #isOver = false;
  #lastWrittenMs: number;
  #heartbeatTimer: Timer | undefined;
  #goneTimer: Timer | undefined;
  #onRelieved: (() => void)[] = [];
  #onResumed: (() => void)[] = [];

  constructor(options: SockJsSessionOptions) {
    this.name = options.name;
    this.lastSentMs = this.#lastWrittenMs = options.timers.nowMs;
    this.#options = options;
    this.#await();
  }

  /** Who gets what the client sends. Once, before anything else. */
  begin(opened: OpenedConversation): void {
    this.#opened = opened;
    // It may have been refused while it began.
    if (this.#closeFrame !== undefined) this.#endConversation();
  }

  /** True when the conversation is over and only its close frame is left to be told. */
  get isClosed(): boolean {
    return this.#closeFrame !== undefined;
  }

  /** Takes a response to send by. A second one beside the first is told so, and changes nothing. */
  attach(receiver: ResponseReceiver): void {
    if (this.#receiver) {
      receiver.finish(closeFrame(STILL_OPEN));
      return;
    }
    receiver.belongTo(this);
    if (this.#closeFrame === undefined) this.#goneTimer?.cancel();
    this.#receiver = receiver;
    if (!this.#isOpenSent) {
      this.#isOpenSent = true;
      receiver.send(OPEN_FRAME);
    }
    this.#lastWrittenMs = this.#options.timers.nowMs;
    this.#write();
    this.#settle();
    this.#relieve();
  }

  /** Hands the client's messages to the conversation. */
  receive(messages: readonly string[]): void {
    if (messages.length === 0) this.#opened?.session.idle(0);
    for (const message of messages) this.#opened?.session.receive(Buffer.from(message), true);
  }

  /** Resolves when more may be read from the client; at once, unless it sends faster than it is served. */
  readable(): Promise<void> {
    if (!this.#isPaused || this.isClosed) return Promise.resolve();
    return new Promise((resolve) => this.#onResumed.push(resolve));
  }

  send(frame: WireFrame): void {
    if (this.isClosed || this.#doom) return;
    const quoted = quoteFrame(frame);
    this.#queue.push(quoted);
    this.#queuedBytes += quoted.length;
    if (this.#receiver && this.#queuedBytes >= WRITE_AT_BYTES) this.#write();
    if (this.#queuedBytes > this.#options.limits.sendBufferLimitBytes) {
      this.onSlow(DISCONNECT_REASONS.sendBufferExceeded);
    } else if (this.#receiver) {
      this.#askForFlush();
    }
  }

  get congested(): boolean {
    return this.#queuedBytes + (this.#receiver?.backlogBytes ?? 0) >= CONGESTED_AT_BYTES;
  }

  onceRelieved(callback: () => void): void {
    this.#onRelieved.push(callback);
  }

  /** Called by the turn's writer. */
  flush(): void {
    this.#isFlushAsked = false;
    if (this.#isOver) return;
    this.#write();
    this.#settle();
    if (this.#doom) this.#opened?.session.close(this.#doom);
    else this.#relieve();
  }

  close(reason: DisconnectReason): void {
    if (this.isClosed) return;
    this.#closeFrame = closeFrame(reason);
    // A client that does not read would not read this either.
    if (this.#doom) this.#dropReceiver();
    this.#endConversation();
    this.#write();
    this.#settle();
    if (!this.#isOver) this.#await();
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    for (const resume of this.#onResumed.splice(0)) resume();
  }

  /** Ends the session without a word. */
  cutOff(): void {
    this.#dropReceiver();
    this.#finish();
  }

  onAborted(receiver: ResponseReceiver): void {
    // What it carried is lost, also when another is attached by now (sockjs-protocol, HandlingClose).
    if (this.#receiver === receiver) this.#receiver = undefined;
    if (this.isClosed) return;
    this.#closeFrame = closeFrame(INTERRUPTED);
    this.#forget();
    this.#endConversation();
    this.#write();
    this.#settle();
    if (!this.#isOver) this.#await();
  }

  /** Not at once: whoever delivers is walking over subscriptions that the end of the session takes away. */
  onSlow(reason: DisconnectReason): void {
    if (this.#doom || this.isClosed) return;
    this.#doom = reason;
    this.#forget();
    this.#askForFlush();
  }

  onDrained(): void {
    this.#relieve();
  }

  /** Writes what waits: as much as the receiver takes, and then the end, if it is one. */
  #write(): void {
    const receiver = this.#receiver;
    if (!receiver?.takesMore()) return;
    if (this.#queue.length > 0) {
      const queue = this.#queue;
      this.#forget();
      receiver.sendMessages(queue);
      this.lastSentMs = this.#lastWrittenMs = this.#options.timers.nowMs;
    }
    if (this.#closeFrame === undefined || !receiver.takesMore()) return;
    receiver.finish(this.#closeFrame);
    if (this.#options.isDraining()) this.#finish();
  }

  /** Lets a receiver go that has ended, and watches over the new state. */
  #settle(): void {
    if (this.#receiver?.takesMore()) {
      if (!this.isClosed && !this.#heartbeatTimer) this.#watchQuiet();
    } else if (this.#receiver) {
      this.#receiver = undefined;
      if (!this.isClosed) this.#await();
    }
  }

  #askForFlush(): void {
    if (this.#isFlushAsked) return;
    this.#isFlushAsked = true;
    this.#options.writer.add(this);
  }

  /** Gives up unless a receiver comes in time. */
  #await(): void {
    this.#goneTimer?.cancel();
    this.#goneTimer = this.#options.timers.schedule(this.#options.disconnectDelayMs, () => this.#finish());
  }

  /** Sends a heartbeat by a receiver that was quiet for long, so that no proxy cuts the line. */
  readonly #watchQuiet = (): void => {
    const { timers, heartbeatMs } = this.#options;
    this.#heartbeatTimer = undefined;
    if (!this.#receiver?.takesMore() || this.isClosed) return;
    // A response that waited behind another of its connection is told of no drain.
    this.#relieve();
    let waitMs = this.#lastWrittenMs + heartbeatMs - timers.nowMs;
    if (waitMs <= 0) {
      this.#receiver.send(HEARTBEAT_FRAME);
      this.#lastWrittenMs = timers.nowMs;
      waitMs = heartbeatMs;
    }
    if (this.#receiver.takesMore()) this.#heartbeatTimer = timers.schedule(waitMs, this.#watchQuiet);
    else this.#settle();
  };

  #relieve(): void {
    if (this.#onRelieved.length === 0 || this.congested) return;
    const callbacks = this.#onRelieved;
    this.#onRelieved = [];
    for (const callback of callbacks) callback();
  }

  #forget(): void {
    this.#queue = [];
    this.#queuedBytes = 0;
  }

  #dropReceiver(): void {
    this.#receiver?.destroy();
    this.#receiver = undefined;
  }

  #endConversation(): void {
    const opened = this.#opened;
    this.#opened = undefined;
    this.#heartbeatTimer?.cancel();
    this.#onRelieved = [];
    this.resume();
    if (!opened) return;
    opened.session.end();
    opened.onGone();
  }

  #finish(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#goneTimer?.cancel();
    this.#closeFrame ??= closeFrame(INTERRUPTED);
    this.#forget();
    this.#endConversation();
    this.#options.onOver();
  }
}
