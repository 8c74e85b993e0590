import {
  HEARTBEAT,
  StompError,
  createDecoder,
  encodeFrame,
  encodeText,
  negotiateHeartbeat,
} from '@carillon/stomp';
import type { Frame } from '@carillon/stomp';
import type { ClientLimits } from './client-limits.ts';
import type { Clock } from './clock.ts';
import { LINE_LOSS_CODES } from './line-loss.ts';
import type { LineLoss, LineLossCode } from './line-loss.ts';
import { startPulse } from './pulse.ts';
import type { Pulse } from './pulse.ts';
import type { ClientSocket, SocketFactory } from './socket.ts';

const SUB_PROTOCOLS = ['v12.stomp'];
const VERSION = '1.2';

/** Close codes: our own are in the range that RFC 6455 §7.4.2 leaves to applications. */
const CLOSE_NORMAL = 1000;
const CLOSE_ABNORMAL = 1006;
const CLOSE_GIVEN_UP = 4000;

export interface LineOptions {
  readonly url: string;
  readonly openSocket: SocketFactory;
  readonly connectHeaders: () => Record<string, string> | Promise<Record<string, string>>;
  readonly heartbeatMs: readonly [number, number];
  readonly clock: Clock;
  readonly limits: ClientLimits;
}

export interface LineEvents {
  onConnected(): void;
  /** MESSAGE and RECEIPT. */
  onFrame(frame: Frame): void;
  /** Comes once, and nothing after it; not when we closed the line ourselves. */
  onLost(loss: LineLoss): void;
}

/** One STOMP conversation over one socket, from opening it to its loss. It is never used again. */
export class Line {
  readonly #options: LineOptions;
  readonly #events: LineEvents;
  readonly #socket: ClientSocket | undefined;
  readonly #decoder;
  #phase: 'opening' | 'greeting' | 'connected' | 'ended' = 'opening';
  #pulse: Pulse | undefined;
  #stopLimit: () => void;
  #refusal: Pick<LineLoss, 'code' | 'message' | 'receiptId'> | undefined;

  constructor(options: LineOptions, events: LineEvents) {
    this.#options = options;
    this.#events = events;
    const { clock, limits, openSocket, url } = options;
    this.#decoder = createDecoder({ limits: { maxFrameBytes: limits.maxFrameBytes } });
    this.#stopLimit = clock.after(limits.connectTimeLimitMs, () => this.giveUp('connect_timed_out'));
    try {
      this.#socket = openSocket(url, SUB_PROTOCOLS, {
        onOpen: () => void this.#greet(),
        onMessage: (data) => this.#read(typeof data === 'string' ? encodeText(data) : new Uint8Array(data)),
        onClose: (code, reason) => this.#closed(code, reason),
      });
    } catch (error) {
      this.#stopLimit();
      this.#stopLimit = clock.after(0, () => this.giveUp('socket_not_opened', sentenceOf(error)));
    }
  }

  get isConnected(): boolean {
    return this.#phase === 'connected';
  }

  /** Sends an encoded frame; only while connected. */
  send(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.#phase === 'connected') this.#write(bytes);
  }

  /** For how long the server has said nothing. */
  silentMs(): number {
    return this.#pulse?.silentMs() ?? 0;
  }

  /**
   * Makes the server answer within `limitMs`, or gives the line up. It is asked for what changes nothing: a
   * transaction with nothing in it (STOMP 1.2 "BEGIN").
   */
  probe(limitMs: number): void {
    const transaction = 'probe';
    this.send(encodeFrame({ command: 'BEGIN', headers: { transaction, receipt: transaction } }));
    this.send(encodeFrame({ command: 'ABORT', headers: { transaction } }));
    this.#pulse?.expectWithin(limitMs);
  }

  /** Takes the line for lost; `message` where there is more to say than the code's own sentence. */
  giveUp(code: LineLossCode, message: string = LINE_LOSS_CODES[code]): void {
    if (this.#phase === 'ended') return;
    this.#socket?.close(CLOSE_GIVEN_UP, code);
    this.#lose({ closeCode: CLOSE_ABNORMAL, code, message });
  }

  /** Ends the line from our side. No event follows. */
  close(): void {
    if (this.#phase === 'ended') return;
    this.send(encodeFrame({ command: 'DISCONNECT' }));
    this.#end();
    this.#socket?.close(CLOSE_NORMAL, '');
  }

  async #greet(): Promise<void> {
    if (this.#phase !== 'opening') return;
    this.#phase = 'greeting';
    const { connectHeaders, heartbeatMs, url } = this.#options;
    try {
      const headers = {
        'accept-version': VERSION,
        host: hostOf(url),
        'heart-beat': heartbeatMs.join(','),
        ...(await connectHeaders()),
      };
      // It may have been closed while the headers were fetched.
      if (this.#isEnded()) return;
      this.#write(encodeFrame({ command: 'CONNECT', headers }));
    } catch (error) {
      this.giveUp('connect_headers_failed', sentenceOf(error));
    }
  }

  #read(bytes: Uint8Array): void {
    if (this.#phase === 'ended') return;
    this.#pulse?.heard();
    try {
      this.#decoder.push(bytes, (frame) => this.#handle(frame));
    } catch (error) {
      if (!(error instanceof StompError)) throw error;
      this.giveUp('protocol_error', error.message);
    }
  }

  #handle(frame: Frame): void {
    if (this.#phase === 'ended' || this.#refusal) return;
    if (frame.command === 'ERROR') {
      this.#refused(frame);
    } else if (this.#phase === 'connected') {
      this.#events.onFrame(frame);
    } else if (frame.command === 'CONNECTED' && frame.headers.version === VERSION) {
      this.#connected(frame);
    } else {
      this.giveUp('protocol_error', `The server answered CONNECT with ${frame.command}.`);
    }
  }

  #connected({ headers }: Frame): void {
    this.#stopLimit();
    this.#phase = 'connected';
    this.#pulse = startPulse({
      plan: negotiateHeartbeat(this.#options.heartbeatMs, headers['heart-beat']),
      clock: this.#options.clock,
      beat: () => this.#write(HEARTBEAT),
      onSilent: () => this.giveUp('line_silent'),
    });
    this.#events.onConnected();
  }

  /** After ERROR the server must close (STOMP 1.2 "ERROR"); its close code then tells whether to come back. */
  #refused({ headers }: Frame): void {
    const { code = 'server_error', message = LINE_LOSS_CODES.server_error } = headers;
    this.#refusal = { code, message, receiptId: headers['receipt-id'] };
    this.#stopLimit();
    this.#stopLimit = this.#options.clock.after(this.#options.limits.errorCloseTimeLimitMs, () =>
      this.giveUp('server_error', message),
    );
  }

  #closed(closeCode: number, reason: string): void {
    // Of a session that the application ended, ERROR says no more than that: the close reason says why.
    if (this.#refusal?.code === 'disconnected' && reason) this.#refusal = { ...this.#refusal, code: reason };
    const own = this.#phase === 'opening' ? 'handshake_failed' : 'connection_lost';
    this.#lose({ closeCode, code: reason || own, message: `${LINE_LOSS_CODES[own]} (${closeCode})` });
  }

  #lose(loss: Pick<LineLoss, 'closeCode' | 'code' | 'message'>): void {
    if (this.#phase === 'ended') return;
    const opened = this.#phase !== 'opening';
    this.#end();
    this.#events.onLost({ opened, ...loss, ...this.#refusal });
  }

  #end(): void {
    this.#phase = 'ended';
    this.#stopLimit();
    this.#pulse?.stop();
  }

  #isEnded(): boolean {
    return this.#phase === 'ended';
  }

  #write(bytes: Uint8Array<ArrayBuffer>): void {
    this.#pulse?.said();
    this.#socket?.send(bytes);
  }
}

/** The virtual host for CONNECT. Mini programs have no URL class. */
function hostOf(url: string): string {
  return /^\w+:\/\/(?:[^/?#@]*@)?(\[[^\]]+\]|[^/:?#]+)/.exec(url)?.[1] ?? 'localhost';
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
