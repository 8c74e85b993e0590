import type { Operation } from '../core/broker.ts';
import { MessagingError } from '../core/errors.ts';
import type { Limits } from '../core/limits.ts';
import type { Timer, Timers } from '../core/timer-wheel.ts';
import { frameBytes, headersBytes } from './frame-bytes.ts';

/** Whose transactions they are. */
interface Owner {
  readonly parts: { readonly limits: Limits; readonly timers: Timers };
  fail(error: MessagingError): void;
}

interface Transaction {
  readonly operations: Operation[];
  readonly timer: Timer;
  bytes: number;
}

/**
 * The open transactions of one session, and what each holds back until its COMMIT. Bounded in number, frames
 * and time, and all together in bytes: what they hold may be sent to others within one turn, who cannot have
 * read any of it in the meantime. Gone with the session, which aborts them (STOMP 1.2, "BEGIN").
 */
export class Transactions {
  readonly #owner: Owner;
  readonly #open = new Map<string, Transaction>();
  #bytes = 0;

  constructor(owner: Owner) {
    this.#owner = owner;
  }

  /**
   * Throws MessagingError `duplicate_transaction` and `too_many_transactions`. One that stays open for too
   * long fails its session: `transaction_timeout`.
   */
  begin(id: string): void {
    const { limits, timers } = this.#owner.parts;
    if (this.#open.has(id)) throw new MessagingError('duplicate_transaction', id);
    if (this.#open.size >= limits.maxTransactionsPerSession) {
      throw new MessagingError('too_many_transactions');
    }
    const timer = timers.schedule(limits.transactionTimeLimitMs, () =>
      this.#owner.fail(new MessagingError('transaction_timeout', id)),
    );
    this.#open.set(id, { operations: [], timer, bytes: 0 });
  }

  /** Throws MessagingError `unknown_transaction` for one that is not open. */
  require(id: string): void {
    this.#find(id);
  }

  /** Holds an operation back. Throws MessagingError `unknown_transaction` and `transaction_too_large`. */
  add(id: string, operation: Operation): void {
    const transaction = this.#find(id);
    const { maxTransactionFrames, maxTransactionBytesPerSession } = this.#owner.parts.limits;
    const bytes = bytesOf(operation);
    transaction.bytes += bytes;
    this.#bytes += bytes;
    transaction.operations.push(operation);
    if (transaction.operations.length > maxTransactionFrames || this.#bytes > maxTransactionBytesPerSession) {
      throw new MessagingError('transaction_too_large', id);
    }
  }

  /** Ends a transaction and answers what it held, in the order in which it came. */
  end(id: string): readonly Operation[] {
    const { operations, timer, bytes } = this.#find(id);
    timer.cancel();
    this.#open.delete(id);
    this.#bytes -= bytes;
    return operations;
  }

  /** Forgets all. */
  abort(): void {
    for (const id of this.#open.keys()) this.end(id);
  }

  #find(id: string): Transaction {
    const transaction = this.#open.get(id);
    if (!transaction) throw new MessagingError('unknown_transaction', id);
    return transaction;
  }
}

function bytesOf(operation: Operation): number {
  return 'message' in operation
    ? frameBytes(operation.message)
    : headersBytes(operation.acknowledgement.headers);
}
