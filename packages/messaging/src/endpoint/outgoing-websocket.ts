import type { Duplex } from 'node:stream';
import type { DisconnectReason } from '../core/disconnect.ts';
import type { Outlet } from '../core/connected-session.ts';
import type { Mark, WireFrame } from '../core/wire-frame.ts';
import type { Batch } from './batch.ts';
import type { ConnectionOptions } from './connection-options.ts';
import { CONGESTED_AT_BYTES, WRITE_AT_BYTES } from './send-thresholds.ts';
import { SlowSessionWatch } from './slow-session.ts';
import type { Flushable } from './turn-writer.ts';
import { deflateFrame } from './websocket/deflate-frame.ts';
import { Inflater } from './websocket/inflater.ts';
import { ServerWebSocket } from './websocket/server-websocket.ts';

/** How much larger than a STOMP frame a message may be that is compressed: several may share one. */
const INFLATED_PER_FRAME = 2;

/**
 * The way out of a WebSocket: what a turn of the event loop brings leaves by one write, and a client that does
 * not read is given up.
 */
export abstract class OutgoingWebSocket extends ServerWebSocket implements Outlet, Flushable {
  /** When the last frame was given, in the time of the wheel; control frames do not count. */
  lastSentMs: number;
  protected readonly options: ConnectionOptions;
  /** Why the client was given up. */
  protected doom: DisconnectReason | undefined;
  /** Nothing is sent any more. */
  protected isClosing = false;
  #batch: Batch | undefined;
  /** Of the frames in the batch that have one. */
  #marks: Mark[] | undefined;
  #slowWatch: SlowSessionWatch | undefined;
  #awaitsDrain = false;
  #onRelieved: (() => void)[] | undefined;

  constructor(socket: Duplex, options: ConnectionOptions) {
    const { timers, limits, deflateFromBytes } = options;
    const { maxMessageBytes, maxInflatedBytesPerTurn } = limits;
    const inflater =
      deflateFromBytes === undefined
        ? undefined
        : new Inflater(maxMessageBytes * INFLATED_PER_FRAME, maxInflatedBytesPerTurn);
    super(socket, timers, inflater);
    this.options = options;
    this.lastSentMs = timers.nowMs;
  }

  /** The client does not read, and was given up. The last word of the turn. */
  protected abstract onDoomed(reason: DisconnectReason): void;

  send(frame: WireFrame): void {
    this.lastSentMs = this.options.timers.nowMs;
    this.add(frame);
  }

  get congested(): boolean {
    return this.backlogBytes + (this.#batch?.byteLength ?? 0) >= CONGESTED_AT_BYTES;
  }

  onceRelieved(callback: () => void): void {
    (this.#onRelieved ??= []).push(callback);
    if (this.#awaitsDrain) return;
    // Only a connection for whose relief somebody waits listens for it.
    this.#awaitsDrain = true;
    this.onceDrained(() => {
      this.#awaitsDrain = false;
      this.#relieve();
    });
  }

  /** Called by the turn's writer. */
  flush(): void {
    this.writeBatch();
    this.#batch = undefined;
    if (this.doom) this.onDoomed(this.doom);
    else this.#relieve();
  }

  protected add(frame: WireFrame): void {
    if (this.isClosing || this.doom) return;
    const { writer, deflateFromBytes } = this.options;
    let batch = this.#batch;
    if (!batch) {
      batch = writer.root;
      writer.add(this);
    }
    const isPlain = deflateFromBytes === undefined || frame.byteLength < deflateFromBytes;
    const sent = isPlain ? frame : deflateFrame(frame);
    this.#batch = batch = batch.with(sent);
    if (sent.mark) (this.#marks ??= []).push(sent.mark);
    if (batch.byteLength >= WRITE_AT_BYTES) this.writeBatch();
  }

  /** Writes what was given so far in this turn. */
  protected writeBatch(): void {
    const { writer } = this.options;
    const batch = this.#batch;
    if (!batch || batch.byteLength === 0 || this.isClosing) return;
    const marks = this.#marks;
    this.#batch = writer.root;
    this.#marks = undefined;
    if (!this.isOpen) return;
    const isWithSystem = this.write(batch.bytes(marks));
    if (marks && !isWithSystem) batch.giveAway();
    writer.bytesOut += batch.byteLength;
    const { backlogBytes } = this;
    if (backlogBytes > 0 || this.#slowWatch) this.#watch(batch.byteLength, backlogBytes);
  }

  /** Sends nothing more; what is in the batch is forgotten. */
  protected stopSending(): void {
    this.isClosing = true;
    this.#batch = undefined;
    this.#slowWatch?.stop();
    this.#onRelieved = undefined;
  }

  /** Most clients are never behind, and have no watch. */
  #watch(byteLength: number, backlogBytes: number): void {
    const { timers, limits } = this.options;
    this.#slowWatch ??= new SlowSessionWatch({
      timers,
      limits,
      backlogBytes: () => this.backlogBytes,
      onSlow: (reason) => this.#giveUp(reason),
    });
    this.#slowWatch.wrote(byteLength, backlogBytes);
  }

  /** Not at once: whoever delivers is walking over subscriptions that the end of the session takes away. */
  #giveUp(reason: DisconnectReason): void {
    if (this.doom || this.isClosing) return;
    this.doom = reason;
    if (!this.#batch) this.options.writer.add(this);
    this.#batch = this.options.writer.root;
    this.#marks = undefined;
  }

  #relieve(): void {
    const callbacks = this.#onRelieved;
    if (!callbacks || this.congested) return;
    this.#onRelieved = undefined;
    for (const callback of callbacks) callback();
  }
}
