import { DISCONNECT_REASONS } from '../../core/disconnect.ts';
import type { DisconnectReason } from '../../core/disconnect.ts';
import type { Limits } from '../../core/limits.ts';
import type { Timer, Timers } from '../../core/timer-wheel.ts';
import type { WireFrame } from '../../core/wire-frame.ts';
import type { Transport } from '../../session/session-parts.ts';
import type { TurnWriter } from '../turn-writer.ts';
import type { OpenedConversation } from '../conversation.ts';
import { Downlink } from './downlink.ts';
import { closeFrame, INTERRUPTED, STILL_OPEN } from './frames.ts';
import { quoteFrame } from './quote.ts';
import { ReadGate } from './read-gate.ts';
import type { ReceiverOwner, ResponseReceiver } from './response-receiver.ts';

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
 * One SockJS session over HTTP (sockjs-protocol, "Protocol and framing").
 *
 * It lives as long as a receiver is attached, and `disconnectDelayMs` longer. Closed by the server or
 * interrupted by a broken line, it ends at once for the conversation; what is left is the close frame for
 * whoever asks, until the delay is over.
 */
export class SockJsSession implements Transport, ReceiverOwner {
  readonly name: string;
  readonly #options: SockJsSessionOptions;
  readonly #downlink: Downlink;
  readonly #readGate = new ReadGate();
  #opened: OpenedConversation | undefined;
  #doom: DisconnectReason | undefined;
  #isFlushAsked = false;
  #isOver = false;
  #goneTimer: Timer | undefined;

  constructor(options: SockJsSessionOptions) {
    const { name, timers, heartbeatMs, isDraining } = options;
    this.name = name;
    this.#options = options;
    this.#downlink = new Downlink({
      timers,
      heartbeatMs,
      onLeft: () => this.#await(),
      onTold: () => isDraining() && this.#finish(),
    });
    this.#await();
  }

  /** Who gets what the client sends. Once, before anything else. */
  begin(opened: OpenedConversation): void {
    this.#opened = opened;
    // It may have been refused while it began.
    if (this.isClosed) this.#endConversation();
  }

  /** True when the conversation is over and only its close frame is left to be told. */
  get isClosed(): boolean {
    return this.#downlink.isEnding;
  }

  get lastSentMs(): number {
    return this.#downlink.lastSentMs;
  }

  get congested(): boolean {
    return this.#downlink.congested;
  }

  onceRelieved(callback: () => void): void {
    this.#downlink.onceRelieved(callback);
  }

  /** Takes a response to send by. A second one beside the first is told so, and changes nothing. */
  attach(receiver: ResponseReceiver): void {
    if (this.#downlink.hasReceiver) {
      receiver.finish(closeFrame(STILL_OPEN));
      return;
    }
    receiver.belongTo(this);
    if (!this.isClosed) this.#goneTimer?.cancel();
    this.#downlink.attach(receiver);
  }

  /** Hands the client's messages to the conversation. */
  receive(messages: readonly string[]): void {
    if (messages.length === 0) this.#opened?.session.idle(0);
    for (const message of messages) this.#opened?.session.receive(Buffer.from(message), true);
  }

  /** Resolves when more may be read from the client; at once, unless it sends faster than it is served. */
  readable(): Promise<void> {
    return this.isClosed ? Promise.resolve() : this.#readGate.pass();
  }

  pause(): void {
    this.#readGate.shut();
  }

  resume(): void {
    this.#readGate.open();
  }

  send(frame: WireFrame): void {
    if (this.isClosed || this.#doom) return;
    this.#downlink.add(quoteFrame(frame));
    if (this.#downlink.queuedBytes > this.#options.limits.sendBufferLimitBytes) {
      this.onSlow(DISCONNECT_REASONS.sendBufferExceeded);
    } else if (this.#downlink.hasReceiver) {
      this.#askForFlush();
    }
  }

  /** Called by the turn's writer. */
  flush(): void {
    this.#isFlushAsked = false;
    if (this.#isOver) return;
    this.#downlink.flush();
    if (this.#doom) this.#opened?.session.close(this.#doom);
    else this.#downlink.relieve();
  }

  close(reason: DisconnectReason): void {
    if (this.isClosed) return;
    // A client that does not read would not read this either.
    if (this.#doom) this.#downlink.destroyReceiver();
    this.#endWith(reason);
  }

  /** Ends the session without a word. */
  cutOff(): void {
    this.#downlink.destroyReceiver();
    this.#finish();
  }

  onAborted(receiver: ResponseReceiver): void {
    this.#downlink.release(receiver);
    if (this.isClosed) return;
    // What it carried is lost, also when another is attached by now (sockjs-protocol, HandlingClose).
    this.#downlink.clear();
    this.#endWith(INTERRUPTED);
  }

  /** Not at once: whoever delivers is walking over subscriptions that the end of the session takes away. */
  onSlow(reason: DisconnectReason): void {
    if (this.#doom || this.isClosed) return;
    this.#doom = reason;
    this.#downlink.clear();
    this.#askForFlush();
  }

  onDrained(): void {
    this.#downlink.relieve();
  }

  /** Ends the conversation; the rest of what it said, and why it is over, is told once more to whoever asks. */
  #endWith(reason: { readonly code: number; readonly reason: string }): void {
    this.#downlink.endWith(closeFrame(reason));
    this.#endConversation();
    this.#downlink.flush();
    if (!this.#isOver) this.#await();
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

  #endConversation(): void {
    const opened = this.#opened;
    this.#opened = undefined;
    this.#downlink.stop();
    this.resume();
    if (!opened) return;
    opened.session.end();
    opened.onGone();
  }

  #finish(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#goneTimer?.cancel();
    this.#downlink.endWith(closeFrame(INTERRUPTED));
    this.#downlink.clear();
    this.#endConversation();
    this.#options.onOver();
  }
}
