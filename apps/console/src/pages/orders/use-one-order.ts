import { ApiError } from '@carillon/contract';
import type { Api, Order } from '@carillon/contract';
import { computed } from 'vue';
import { useReading } from '../../lib/use-reading.ts';
import type { Desk } from '../shop/desk.ts';
import { onBackOnline } from '../shop/on-back-online.ts';

/**
 * One order of the desk's shop, as it is now: read once, then as the line tells of it, which puts it on the board,
 * however old it is. Ends with its scope.
 */
export function useOneOrder(api: Api, desk: Pick<Desk, 'shop' | 'live' | 'isOnline'>, orderId: number) {
  const reading = useReading<Order>(async (signal) => {
    const { order } = await api('readOrder', { params: { orderId }, signal });
    // Whoever works at two shops has opened an order of the other.
    if (order.shopId !== desk.shop.id) {
      throw new ApiError(404, { code: 'order_not_found', message: 'another shop’s' });
    }
    return order;
  });
  onBackOnline(desk.isOnline, () => void reading.again());
  void reading.start();

  const order = computed(() => {
    const { value: state } = reading.state;
    return desk.live.board.value.get(orderId)?.order ?? (state.name === 'ready' ? state.value : undefined);
  });
  return { order, state: reading.state, again: reading.again };
}
