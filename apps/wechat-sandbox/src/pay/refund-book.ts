import type { Ledger } from '../platform/ledger.ts';
import { REFUND_MOVES, refundSchema } from './refund.ts';
import type { Refund } from './refund.ts';

/** The oldest refunds are forgotten beyond this many. */
const REFUND_LIMIT = 50_000;

export interface RefundBook {
  get(outRefundNo: string): Refund | undefined;
  findById(refundId: string): Refund | undefined;
  /** Oldest first. */
  ofTrade(outTradeNo: string): Refund[];
  /** Newest first. */
  all(): Refund[];
  add(refund: Refund): Refund;
  /** @throws when the status may not follow (see REFUND_MOVES). */
  move(refund: Refund, status: Refund['status'], changes?: Partial<Refund>): Refund;
  onChange(listener: () => void): () => void;
}

export function openRefundBook(ledger: Ledger): RefundBook {
  const table = ledger.table('refunds', refundSchema, REFUND_LIMIT);
  const byTrade = new Map<string, Set<string>>();
  const byId = new Map<string, string>();
  const listeners = new Set<() => void>();
  for (const refund of table.rows()) index(refund);

  function index({ outTradeNo, outRefundNo, refundId }: Refund): void {
    const numbers = byTrade.get(outTradeNo) ?? new Set();
    byTrade.set(outTradeNo, numbers.add(outRefundNo));
    byId.set(refundId, outRefundNo);
  }

  function put(refund: Refund): Refund {
    index(refund);
    table.put(refund.outRefundNo, refund);
    for (const listener of listeners) listener();
    return refund;
  }

  return {
    get: (outRefundNo) => table.get(outRefundNo),
    findById: (refundId) => table.get(byId.get(refundId) ?? ''),
    ofTrade: (outTradeNo) =>
      [...(byTrade.get(outTradeNo) ?? [])].flatMap((outRefundNo) => table.get(outRefundNo) ?? []),
    all: () => table.rows().reverse(),
    add: put,
    move(refund, status, changes = {}) {
      if (!REFUND_MOVES[refund.status].includes(status)) {
        throw new Error(`refund ${refund.outRefundNo} cannot go from ${refund.status} to ${status}`);
      }
      return put({ ...refund, ...changes, status });
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
