import type { Socket } from 'node:net';
import { createDecoder, encodeFrame, HEARTBEAT, negotiateHeartbeat } from '@carillon/stomp';
import type { Decoder, Frame, OutgoingFrame } from '@carillon/stomp';
import { MessagingError } from '../core/errors.ts';
import type { Timer, Timers } from '../core/timer-wheel.ts';
import { asLoss, reasonOf } from './broker-error.ts';
import { LinkHeartbeats } from './link-heartbeats.ts';
import { LinkWriter } from './link-writer.ts';
import { openSocket } from './open-socket.ts';
import { PendingReceipts } from './pending-receipts.ts';
import type { BrokerAddress } from './relay-options.ts';

/** What all connections of a relay share. */
export interface LinkParts {
  readonly timers: Timers;
  readonly virtualHost: string;
  readonly heartbeatMs: readonly [number, number];
  readonly connectTimeLimitMs: number;
  readonly receiptTimeLimitMs: number;
  readonly maxPendingReceipts: number;
  /** How long something may wait to be written without moving. */
  readonly sendTimeLimitMs: number;
  readonly maxFrameBytes: number;
}

export interface LinkRequest {
  readonly address: BrokerAddress;
  readonly login: string;
  readonly passcode: string;
}

/** What a connection brings up. */
export interface LinkReceiver {
  onMessage(frame: Frame): void;
  /** Says whether the connection goes on in spite of this ERROR; left out, it never does. */
  isHarmless?(error: Frame): boolean;
  /** Once, if it ends after CONNECTED and not by `close`; whoever waited for it has been told before. */
  onLost(error: MessagingError): void;
}

/**
 * Whatever the client speaks: below 1.2 not every header can be written, so that brokers write what cannot be
 * read, and one sender could end the sessions of all older subscribers.
 */
const VERSION = '1.2';
/** A broker may send more headers than a client may, and longer ones. */
const HEADER_LIMITS = { maxHeaderCount: 256, maxHeaderLineBytes: 64 * 1024 };
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
  #lastHeardMs: number;
  readonly #parts: LinkParts;
  readonly #receiver: LinkReceiver;
  readonly #socket: Socket;
  readonly #decoder: Decoder;
  readonly #receipts: PendingReceipts;
  readonly #writer: LinkWriter;
  #phase: Phase = 'connecting';
  #heartbeats: LinkHeartbeats | undefined;
  #timer: Timer;
  #end = new MessagingError('broker_unavailable', 'the connection was closed');

  constructor(parts: LinkParts, request: LinkRequest, receiver: LinkReceiver) {
    const { timers } = parts;
    this.#parts = parts;
    this.#receiver = receiver;
    this.#lastHeardMs = timers.nowMs;
    const limits = { ...HEADER_LIMITS, maxFrameBytes: parts.maxFrameBytes };
    this.#decoder = createDecoder({ version: VERSION, limits });
    this.#receipts = new PendingReceipts({
      timers,
      timeLimitMs: parts.receiptTimeLimitMs,
      maxPending: parts.maxPendingReceipts,
      isReading: () => !this.#socket.isPaused(),
      onOverdue: () => this.#lose(new MessagingError('broker_unavailable', 'a RECEIPT did not come in time')),
    });
    this.#socket = openSocket(request.address, () => this.#sayConnect(request));
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
    this.#listen();
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
    return this.#socket.isPaused() ? this.#parts.timers.nowMs : this.#lastHeardMs;
  }

  /** Sends a frame. Answers a promise when the sender should wait before the next: the broker does not read. */
  send(frame: OutgoingFrame): void | Promise<void> {
    this.#requireConnected();
    return this.#writer.write(encodeFrame(frame, VERSION));
  }

  /** Sends a frame with a receipt; settles when the RECEIPT came. Throws or rejects with MessagingError. */
  ask({ command, headers, body }: OutgoingFrame): Promise<void> {
    this.#requireConnected();
    const { id, received } = this.#receipts.open();
    const asking = { command, headers: { ...headers, receipt: id }, ...(body === undefined ? {} : { body }) };
    void this.#writer.write(encodeFrame(asking, VERSION));
    return received;
  }

  /** Lets the broker keep what it has, until `resume`. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    if (this.#phase === 'over') return;
    this.#lastHeardMs = this.#parts.timers.nowMs;
    this.#socket.resume();
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
    if (this.#phase === 'connected') void this.#writer.write(encodeFrame({ command: 'DISCONNECT' }, VERSION));
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

  #listen(): void {
    this.#socket.on('data', (chunk: Buffer) => {
      if (this.#phase === 'over') return;
      this.#lastHeardMs = this.#parts.timers.nowMs;
      try {
        this.#decoder.push(chunk, this.#onFrame);
      } catch (error) {
        this.#lose(asLoss(error));
      }
    });
    this.#socket.on('error', (error) => this.#lose(asLoss(error)));
    this.#socket.on('close', () => this.#lose(new MessagingError('broker_unavailable', 'the broker closed')));
  }

  #sayConnect({ login, passcode }: LinkRequest): void {
    const { virtualHost, heartbeatMs } = this.#parts;
    const headers = {
      'accept-version': VERSION,
      host: virtualHost,
      login,
      passcode,
      'heart-beat': heartbeatMs.join(','),
    };
    try {
      void this.#writer.write(encodeFrame({ command: 'CONNECT', headers }, VERSION));
    } catch (error) {
      // A login with a line end in it.
      this.#lose(asLoss(error));
    }
  }

  readonly #onFrame = (frame: Frame): void => {
    if (this.#phase === 'over') return;
    const { command, headers } = frame;
    if (command === 'ERROR') this.#refused(frame);
    else if (this.#phase === 'connecting') this.#begin(frame);
    else if (command === 'MESSAGE') this.#receiver.onMessage(frame);
    else if (command === 'RECEIPT') this.#receipts.settle(headers['receipt-id']);
    else this.#lose(new MessagingError('broker_unavailable', `the broker sent ${command}`));
  };

  #refused(error: Frame): void {
    if (this.#phase !== 'connecting' && this.#receiver.isHarmless?.(error)) return;
    const refusal = new MessagingError('broker_refused', reasonOf(error));
    // Those beside it were not refused: what became of them nobody will say.
    const isKnown = this.#receipts.fail(error.headers['receipt-id'], refusal);
    this.#lose(refusal, isKnown ? LOST_WITH_ANOTHER : refusal);
  }

  #begin({ command, headers }: Frame): void {
    const version = headers.version ?? '1.0';
    if (command !== 'CONNECTED' || version !== VERSION) {
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
    this.#writer.stop(error);
    this.#receipts.failAll(error);
  }
}
