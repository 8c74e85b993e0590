import type { PaymentEntry } from '@carillon/contract';
import { watch } from 'vue';
import type { Ref } from 'vue';
import type { Board } from '../../features/board/board.ts';

/**
 * Tells of payments whose refunds have moved since, as the line told it of their orders: money that arrives shows by
 * itself. Ends with its scope.
 */
export function useChangedRefunds(
  board: Readonly<Ref<Board>>,
  payments: Readonly<Ref<readonly PaymentEntry[]>>,
  onChange: (payment: PaymentEntry) => void,
): void {
  watch(board, (now, before) => {
    for (const payment of payments.value) {
      const order = now.get(payment.orderId)?.order;
      const known = before.get(payment.orderId)?.order;
      if (order && known && order !== known && standing(order.refunds) !== standing(known.refunds)) {
        onChange(payment);
      } else if (order && !known && order.refunds.length > 0) onChange(payment);
    }
  });
}

function standing(refunds: readonly { id: number; state: string }[]): string {
  return refunds.map(({ id, state }) => `${id} ${state}`).join();
}
