import type { PlaceOrderRequest } from '@carillon/contract';

/** Whether two requests ask for the same order, line by line: the server takes them for one under the same key. */
export function isSameRequest(one: PlaceOrderRequest, other: PlaceOrderRequest): boolean {
  return fingerprint(one) === fingerprint(other);
}

function fingerprint(request: PlaceOrderRequest): string {
  const { fulfilment, tableCode, contact, remark, lines, totalFen } = request;
  const pairs = lines.map(({ productId, quantity, choiceIds = [] }) => [productId, quantity, ...choiceIds]);
  const door = contact ? [contact.name, contact.phone, contact.address] : null;
  const reach = [fulfilment ?? (tableCode === undefined ? 'pickup' : 'table'), tableCode ?? null, door];
  return JSON.stringify([reach, remark ?? '', pairs, totalFen]);
}
