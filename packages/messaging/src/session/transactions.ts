import type { HeaderMap } from '@carillon/stomp';
import type { Operation } from '../core/broker.ts';
import { MessagingError } from '../core/errors.ts';
import type { Limits } from '../core/limits.ts';

interface Transaction {
  readonly operations: Operation[];
  bytes: number;
}

/**
 * The open transactions of one session, and what each holds back until its COMMIT. Bounded in number, in
 * frames and in bytes. Gone with the session, which aborts them (STOMP 1.2, "BEGIN").
 */
export class Transactions {
  readonly #limits: Limits;
  readonly #open = new Map<string, Transaction>();

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** Throws MessagingError `duplicate_transaction` and `too_many_transactions`. */
  begin(id: string): void {
    if (this.#open.has(id)) throw new MessagingError('duplicate_transaction', id);
    if (this.#open.size >= this.#limits.maxTransactionsPerSession) {
      throw new MessagingError('too_many_transactions');
    }
    this.#open.set(id, { operations: [], bytes: 0 });
  }

  /** Throws MessagingError `unknown_transaction` for one that is not open. */
  require(id: string): void {
    this.#find(id);
  }

  /** Holds an operation back. Throws MessagingError `unknown_transaction` and `transaction_too_large`. */
  add(id: string, operation: Operation): void {
    const transaction = this.#find(id);
    const { maxTransactionFrames, maxTransactionBytes } = this.#limits;
    transaction.bytes += bytesOf(operation);
    transaction.operations.push(operation);
    if (transaction.operations.length > maxTransactionFrames || transaction.bytes > maxTransactionBytes) {
      throw new MessagingError('transaction_too_large', id);
    }
  }

  /** Ends a transaction and answers what it held, in the order in which it came. */
  end(id: string): readonly Operation[] {
    const { operations } = this.#find(id);
    this.#open.delete(id);
    return operations;
  }

  #find(id: string): Transaction {
    const transaction = this.#open.get(id);
    if (!transaction) throw new MessagingError('unknown_transaction', id);
    return transaction;
  }
}

function bytesOf(operation: Operation): number {
  return 'message' in operation
    ? operation.message.body.length + lengthOf(operation.message.headers)
    : lengthOf(operation.acknowledgement.headers);
}

/** In UTF-16 units, which is near enough to bytes for a limit. */
function lengthOf(headers: HeaderMap): number {
  let units = 0;
  for (const name in headers) units += name.length + (headers[name] ?? '').length;
  return units;
}
