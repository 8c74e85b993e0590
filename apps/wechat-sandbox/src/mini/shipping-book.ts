import { z } from 'zod';
import type { Ledger } from '../platform/ledger.ts';

/** The oldest are forgotten beyond this many. */
const SHIPPING_LIMIT = 50_000;

const shippingSchema = z.object({
  transactionId: z.string(),
  logisticsType: z.number().int(),
  description: z.string(),
  uploadTime: z.string(),
  shippedAt: z.number(),
  /** How often it was uploaded: a second time is the one correction. */
  uploads: z.number().int(),
  settledAt: z.number().optional(),
});

/** What was told of a payment's goods. */
export type Shipping = z.infer<typeof shippingSchema>;

export interface ShippingBook {
  get(transactionId: string): Shipping | undefined;
  put(shipping: Shipping): Shipping;
  all(): Shipping[];
  onChange(listener: () => void): () => void;
}

export function openShippingBook(ledger: Ledger): ShippingBook {
  const table = ledger.table('shipping', shippingSchema, SHIPPING_LIMIT);
  const listeners = new Set<() => void>();
  return {
    get: (transactionId) => table.get(transactionId),
    put(shipping) {
      table.put(shipping.transactionId, shipping);
      for (const listener of listeners) listener();
      return shipping;
    },
    all: () => table.rows(),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
