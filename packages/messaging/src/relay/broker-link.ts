import type { Socket } from 'node:net';
import { HEARTBEAT, negotiateHeartbeat } from '@carillon/stomp';
import type { Frame, OutgoingFrame } from '@carillon/stomp';
import { MessagingError } from '../core/errors.ts';
import type { Timer } from '../core/timer-wheel.ts';
import { asLoss, reasonOf } from './broker-error.ts';
import { askingFrame, connectFrame, DISCONNECT_FRAME, encodeForBroker, LINK_VERSION } from './link-frames.ts';
import { LinkHeartbeats } from './link-heartbeats.ts';
import type { LinkParts, LinkReceiver, LinkRequest } from './link-parts.ts';
import { LinkReader } from './link-reader.ts';
import { LinkWriter } from './link-writer.ts';
import { openSocket } from './open-socket.ts';
import { PendingReceipts } from './pending-receipts.ts';

/** How long a broker may take to close after DISCONNECT. */
const CLOSE_TIME_LIMIT_MS = 5_000;

const LOST_WITH_ANOTHER = new MessagingError(
  'broker_unavailable',
  'the broker ended the connection because of another frame',
);

type Phase = 'connecting' | 'connected' | 'leaving' | 'over';

/**
 * One STOMP conversation with a broker, as its client. `connected` settles when the broker said CONNECTED, or
 * would not. Writes of a turn go out together; what is read is never more than one chunk ahead.
 */
export class BrokerLink {
  readonly #connecting = Promise.withResolvers<undefined>();
  readonly connected: Promise<void> = this.#connecting.promise;
  /** Settles when the socket is gone. */
  readonly closed: Promise<void>;
  /** The `server` header of CONNECTED. */
  server = '';
  readonly #parts: LinkParts;
  readonly #receiver: LinkReceiver;
  readonly #socket: Socket;
  readonly #receipts: PendingReceipts;
  readonly #reader: LinkReader;
  readonly #writer: LinkWriter;
  #phase: Phase = 'connecting';
  #heartbeats: LinkHeartbeats | undefined;
  #timer: Timer;
  #end = new MessagingError('broker_unavailable', 'the connection was closed');

  constructor(parts: LinkParts, request: LinkRequest, receiver: LinkReceiver) {
    const { timers } = parts;
    this.#parts = parts;
    this.#receiver = receiver;
    this.#receipts = new PendingReceipts({
      timers,
      timeLimitMs: parts.receiptTimeLimitMs,
      maxPending: parts.maxPendingReceipts,
      isReading: () => !this.#reader.isPaused,
      onOverdue: () => this.#lose(new MessagingError('broker_unavailable', 'a RECEIPT did not come in time')),
    });
    this.#socket = openSocket(request.address, () => this.#sayConnect(request));
    const { maxFrameBytes } = parts;
    this.#reader = new LinkReader({
      socket: this.#socket,
      timers,
      maxFrameBytes,
      onFrame: (frame) => this.#take(frame),
      onError: (error) => this.#lose(asLoss(error)),
    });
    this.#writer = new LinkWriter({
      socket: this.#socket,
      timers,
      sendTimeLimitMs: parts.sendTimeLimitMs,
      onStuck: (error) => this.#lose(error),
    });
    this.closed = new Promise((resolve) => this.#socket.once('close', () => resolve()));
    this.#timer = timers.schedule(parts.connectTimeLimitMs, () =>
      this.#lose(new MessagingError('broker_unavailable', 'CONNECTED did not come in time')),
    );
    // Whoever gives up before has no use for the answer.
    this.connected.catch(() => undefined);
    this.#socket.on('error', (error) => this.#lose(asLoss(error)));
    this.#socket.on('close', () => this.#lose(new MessagingError('broker_unavailable', 'the broker closed')));
  }

  /** Bytes that wait to be written. */
  get backlogBytes(): number {
    return this.#writer.backlogBytes;
  }

  get lastSentMs(): number {
    return this.#writer.lastSentMs;
  }

  /** When the broker was last heard; now, while nothing is read from it. */
  get lastHeardMs(): number {
    return this.#reader.lastHeardMs;
  }

  /** Sends a frame. Answers a promise when the sender should wait before the next: the broker does not read. */
  send(frame: OutgoingFrame): void | Promise<void> {
    this.#requireConnected();
    return this.#writer.write(encodeForBroker(frame));
  }

  /** Sends a frame with a receipt; settles when the RECEIPT came. Throws or rejects with MessagingError. */
  ask(frame: OutgoingFrame): Promise<void> {
    this.#requireConnected();
    const { id, received } = this.#receipts.open();
    try {
      void this.#writer.write(askingFrame(frame, id));
    } catch (error) {
      // What was not said nobody will answer.
      this.#receipts.settle(id);
      throw error;
    }
    return received;
  }

  /** Lets the broker keep what it has, until `resume`. */
  pause(): void {
    this.#reader.pause();
  }

  resume(): void {
    if (this.#phase !== 'over') this.#reader.resume();
  }

  /** Says DISCONNECT; settles with its RECEIPT, which says that everything before it was taken. */
  leave(): Promise<void> {
    const left = this.ask({ command: 'DISCONNECT' });
    this.#phase = 'leaving';
    return left;
  }

  /** Says DISCONNECT and closes. Nothing more is brought up. May be called again. */
  close(): void {
    if (this.#phase === 'over') return;
    if (this.#phase === 'connected') void this.#writer.write(DISCONNECT_FRAME);
    const wasOpen = this.#phase !== 'connecting';
    this.#stop(this.#end);
    if (!wasOpen) {
      this.#socket.destroy();
      return;
    }
    this.#socket.end();
    // Read to the end, or the broker's side of the close would never be seen.
    this.#socket.resume();
    const timer = this.#parts.timers.schedule(CLOSE_TIME_LIMIT_MS, () => this.#socket.destroy());
    this.#socket.once('close', () => timer.cancel());
  }

  beat(): void {
    void this.#writer.write(HEARTBEAT);
  }

  silent(): void {
    this.#lose(new MessagingError('broker_unavailable', 'the broker fell silent'));
  }

  #sayConnect(request: LinkRequest): void {
    try {
      void this.#writer.write(connectFrame(this.#parts, request));
    } catch (error) {
      this.#lose(asLoss(error));
    }
  }

  #take(frame: Frame): void {
    if (this.#phase === 'over') return;
    const { command, headers } = frame;
    if (command === 'ERROR') this.#refused(frame);
    else if (this.#phase === 'connecting') this.#begin(frame);
    else if (command === 'MESSAGE') this.#receiver.onMessage(frame);
    else if (command === 'RECEIPT') this.#receipts.settle(headers['receipt-id']);
    else this.#lose(new MessagingError('broker_unavailable', `the broker sent ${command}`));
  }

  #refused(error: Frame): void {
    if (this.#phase !== 'connecting' && this.#receiver.isHarmless?.(error)) return;
    const refusal = new MessagingError('broker_refused', reasonOf(error));
    // Those beside it were not refused: what became of them nobody will say.
    const isKnown = this.#receipts.fail(error.headers['receipt-id'], refusal);
    this.#lose(refusal, isKnown ? LOST_WITH_ANOTHER : refusal);
  }

  #begin({ command, headers }: Frame): void {
    const version = headers.version ?? '1.0';
    if (command !== 'CONNECTED' || version !== LINK_VERSION) {
      this.#lose(new MessagingError('broker_refused', `${command} of version ${version}`));
      return;
    }
    const plan = negotiateHeartbeat(this.#parts.heartbeatMs, headers['heart-beat']);
    this.#timer.cancel();
    this.server = headers.server ?? '';
    this.#phase = 'connected';
    this.#heartbeats = new LinkHeartbeats(this, plan, this.#parts.timers);
    this.#connecting.resolve(undefined);
  }

  #requireConnected(): void {
    if (this.#phase !== 'connected') throw this.#end;
  }

  /** @param forOthers what those are told who wait for a RECEIPT. */
  #lose(error: MessagingError, forOthers = error): void {
    const phase = this.#phase;
    if (phase === 'over') return;
    this.#stop(forOthers);
    this.#socket.destroy();
    // A turn later: a frame that waits for its RECEIPT fails first, and in its own name.
    if (phase === 'connected') setImmediate(() => this.#receiver.onLost(error));
  }

  #stop(error: MessagingError): void {
    this.#phase = 'over';
    this.#end = error;
    this.#timer.cancel();
    this.#heartbeats?.stop();
    this.#connecting.reject(error);
    this.#reader.stop();
    this.#writer.stop(error);
    this.#receipts.failAll(error);
  }
}
