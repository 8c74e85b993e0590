import type { Fulfilment } from '@carillon/contract';
import type { Place } from '../../lib/place.ts';

/** How an order at this place can reach its guest. Who sits at a table has nothing brought to a door. */
export function fulfilmentsAt({ shop, table }: Place): Fulfilment[] {
  const { pickup, delivery } = shop;
  if (table !== null) return pickup ? ['table', 'pickup'] : ['table'];
  return [...(pickup ? ['pickup' as const] : []), ...(delivery ? ['delivery' as const] : [])];
}
