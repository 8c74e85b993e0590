import { ApiError } from '@carillon/contract';

/** What placing an order itself answers: it looked for the key first, and there was no order by it. */
const REFUSED_BY_PLACING: ReadonlySet<string> = new Set([
  // Comes back only from a browser that keeps no cookies: it had none when the order was first sent, either.
  'buyer_unknown',
  'below_delivery_minimum',
  'choices_refused',
  'contact_missing',
  'delivery_not_offered',
  'idempotency_key_reused',
  'order_costs_nothing',
  'pickup_not_offered',
  'price_changed',
  'product_off_shelf',
  'product_unknown',
  'shop_closed',
  'shop_not_found',
  'sold_out',
  'table_code_missing',
  'table_not_found',
  'too_many_of_product',
]);

/**
 * Whether the server surely placed nothing. A proxy's page, a busy server, a fault or silence do not tell.
 * @param again whether the order was sent before: what stops this request short of placing says nothing of that one
 */
export function isSurelyRefused(error: unknown, again: boolean): error is ApiError {
  if (!(error instanceof ApiError)) return false;
  if (REFUSED_BY_PLACING.has(error.code)) return true;
  if (again || error.status === 429 || error.code === 'unreadable_answer') return false;
  return error.status >= 400 && error.status < 500;
}
