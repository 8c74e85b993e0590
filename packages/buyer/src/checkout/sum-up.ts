import type { Fulfilment, Shop } from '@carillon/contract';

/** What an order costs by what the menu said. The server has the last word. */
export interface CheckoutSum {
  goodsFen: number;
  deliveryFeeFen: number;
  totalFen: number;
  /** By how much the goods are below what the shop delivers; 0 when they are not. */
  missingFen: number;
}

/** Sums up the goods and, if they are brought, their delivery. */
export function sumUp(
  goodsFen: number,
  fulfilment: Fulfilment | undefined,
  delivery: Shop['delivery'],
): CheckoutSum {
  const { feeFen, minimumFen } =
    fulfilment === 'delivery' && delivery ? delivery : { feeFen: 0, minimumFen: 0 };
  return {
    goodsFen,
    deliveryFeeFen: feeFen,
    totalFen: goodsFen + feeFen,
    missingFen: Math.max(0, minimumFen - goodsFen),
  };
}
