import type { Tx } from '../platform/database.ts';
import { insertShipping } from './shipping-store.ts';
import type { ShippingRequest } from './shipping.ts';

/**
 * Asks that WeChat be told what the buyer got, in the transaction of what gave it to them: it is told exactly if that
 * happens, once per order, and tried until WeChat knows: the money of the order is frozen until then.
 */
export async function askShipping(tx: Tx, shipping: ShippingRequest): Promise<void> {
  await insertShipping(tx, shipping);
}
