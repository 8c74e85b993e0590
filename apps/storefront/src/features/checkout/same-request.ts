import type { PlaceOrderRequest } from '@carillon/contract';

/** Whether two requests ask for the same order, line by line: the server takes them for one under the same key. */
export function isSameRequest(one: PlaceOrderRequest, other: PlaceOrderRequest): boolean {
  return fingerprint(one) === fingerprint(other);
}

function fingerprint({ tableCode, remark, lines, totalFen }: PlaceOrderRequest): string {
  const pairs = lines.map(({ productId, quantity }) => [productId, quantity]);
  return JSON.stringify([tableCode ?? null, remark ?? '', pairs, totalFen]);
}
