import { encodeFrame } from '@carillon/stomp';
import { ClientError, clientError } from './client-error.ts';
import type { ClientErrorCode } from './client-error.ts';
import type { Clock } from './clock.ts';
import type { Line } from './line.ts';
import type { LineLoss } from './line-loss.ts';

export interface OutboxParts {
  readonly clock: Clock;
  readonly maxPendingSends: number;
  readonly sendTimeLimitMs: number;
}

/** Text, bytes, or anything else that JSON can hold. */
export type SendBody = string | Uint8Array | object;

interface Pending {
  readonly receipt: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly resolve: () => void;
  readonly reject: (error: ClientError) => void;
  readonly stopLimit: () => void;
  /** True once it is on a line: whether it arrives is then the RECEIPT's to say. */
  isSent: boolean;
}

/** Messages on their way to the server. What waits for a line is sent when it stands, in order. */
export class Outbox {
  readonly #parts: OutboxParts;
  readonly #pending = new Map<string, Pending>();
  #line: Line | undefined;
  #receiptCount = 0;
  /** The receipt of what was sent last on this line, until it comes. */
  #owed: string | undefined;

  constructor(parts: OutboxParts) {
    this.#parts = parts;
  }

  /** Resolves with the RECEIPT; rejects with ClientError, or StompError for a header that cannot be written. */
  send(destination: string, body: SendBody, headers: Readonly<Record<string, string>>): Promise<void> {
    return new Promise((resolve, reject) => {
      const { clock, maxPendingSends, sendTimeLimitMs } = this.#parts;
      if (this.#pending.size >= maxPendingSends) throw clientError('queue_full');
      this.#receiptCount += 1;
      const receipt = `send-${this.#receiptCount}`;
      const isText = typeof body === 'string';
      const isJson = !isText && !(body instanceof Uint8Array);
      // First, so that a server which stops reading in a later header still knows whose message it refuses.
      const own = { receipt, destination };
      const frame = {
        command: 'SEND',
        headers: { ...own, ...(isJson && { 'content-type': 'application/json' }), ...headers, ...own },
        body: isJson ? JSON.stringify(body) : body,
      };
      const bytes = encodeFrame(frame);
      const stopLimit = clock.after(sendTimeLimitMs, () => this.#settle(receipt, 'send_timed_out'));
      const pending = { receipt, bytes, resolve, reject, stopLimit, isSent: false };
      this.#pending.set(receipt, pending);
      this.#post(pending);
    });
  }

  /** True while the server works on what was sent on this line, also on what is not waited for any more. */
  get isAnswerOwed(): boolean {
    return this.#owed !== undefined;
  }

  attach(line: Line): void {
    this.#line = line;
    this.#owed = undefined;
    for (const pending of this.#pending.values()) this.#post(pending);
  }

  /** The line is gone. What was sent on it may have arrived or not; what was not sent goes on waiting. */
  detach(loss: LineLoss): void {
    this.#line = undefined;
    for (const [receipt, { isSent }] of this.#pending) {
      if (!isSent) continue;
      const isNamed = receipt === loss.receiptId;
      this.#settle(receipt, isNamed ? new ClientError(loss.code, loss.message) : 'line_lost');
    }
  }

  /** True when the message with this receipt waits for it. */
  awaits(receiptId: string | undefined): boolean {
    return receiptId !== undefined && this.#pending.has(receiptId);
  }

  handleReceipt(receiptId: string | undefined): void {
    if (receiptId === undefined) return;
    if (receiptId === this.#owed) this.#owed = undefined;
    this.#settle(receiptId);
  }

  rejectAll(code: ClientErrorCode): void {
    this.#line = undefined;
    for (const receipt of this.#pending.keys()) this.#settle(receipt, code);
  }

  #post(pending: Pending): void {
    if (!this.#line) return;
    pending.isSent = true;
    this.#owed = pending.receipt;
    this.#line.send(pending.bytes);
  }

  #settle(receipt: string, failure?: ClientErrorCode | ClientError): void {
    const pending = this.#pending.get(receipt);
    if (!pending) return;
    this.#pending.delete(receipt);
    pending.stopLimit();
    if (failure === undefined) pending.resolve();
    else pending.reject(failure instanceof ClientError ? failure : clientError(failure));
  }
}
