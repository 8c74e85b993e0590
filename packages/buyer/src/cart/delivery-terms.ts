import type { Shop } from '@carillon/contract';

/** What the cart says of the delivery: what is missing until the shop brings it, or what that costs. */
export type DeliveryTerms =
  { kind: 'missing'; fen: number } | { kind: 'fee'; fen: number } | { kind: 'free' };

/** Says it for goods of this worth. */
export function deliveryTerms(
  { feeFen, minimumFen }: NonNullable<Shop['delivery']>,
  goodsFen: number,
): DeliveryTerms {
  if (goodsFen < minimumFen) return { kind: 'missing', fen: minimumFen - goodsFen };
  return feeFen === 0 ? { kind: 'free' } : { kind: 'fee', fen: feeFen };
}
