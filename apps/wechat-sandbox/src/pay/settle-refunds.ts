import type { Clock } from '../platform/clock.ts';
import type { Notifier } from '../notifications/notifier.ts';
import type { Refund, RefundOutcome } from './refund.ts';
import type { RefundBook } from './refund-book.ts';

/** Brings refunds to their outcome when their time comes, and has the merchant told. */
export interface RefundSettler {
  /** Takes up what an earlier run of the sandbox left under way. */
  start(): void;
  /** Has it settled at its own time. */
  watch(refund: Refund): void;
  /** Settles it now, to this outcome. */
  settle(refund: Refund, outcome: RefundOutcome): Refund;
  close(): void;
}

export function createRefundSettler({
  refunds,
  notifier,
  clock,
}: {
  refunds: RefundBook;
  notifier: Notifier;
  clock: Clock;
}): RefundSettler {
  const cancels = new Map<string, () => void>();

  function watch({ outRefundNo, settlesAt }: Refund): void {
    cancels.get(outRefundNo)?.();
    const cancel = clock.after(Math.max(0, settlesAt - clock.now()), () => {
      const refund = refunds.get(outRefundNo);
      if (refund?.status === 'PROCESSING') settle(refund, refund.outcome);
    });
    cancels.set(outRefundNo, cancel);
  }

  function settle(refund: Refund, outcome: RefundOutcome): Refund {
    cancels.get(refund.outRefundNo)?.();
    cancels.delete(refund.outRefundNo);
    const settled = refunds.move(refund, outcome, {
      ...(outcome === 'SUCCESS' && { successAt: clock.now() }),
    });
    notifier.announceRefund(settled, outcome);
    return settled;
  }

  return {
    start() {
      for (const refund of refunds.all()) {
        if (refund.status === 'PROCESSING') watch(refund);
      }
    },
    watch,
    settle,
    close() {
      for (const cancel of cancels.values()) cancel();
      cancels.clear();
    },
  };
}
