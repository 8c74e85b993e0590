import type { Order } from '@carillon/contract';

/** What the buyer has to know or to do next: the name of the words for it. */
export function orderHint({ status, fulfilment }: Pick<Order, 'status' | 'fulfilment'>): string {
  if (status === 'accepted' && fulfilment === 'delivery') return 'acceptedDelivery';
  if (status === 'ready' && fulfilment === 'table') return 'readyTable';
  return status;
}
