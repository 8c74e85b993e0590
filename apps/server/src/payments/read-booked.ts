import type { Tx } from '../platform/database.ts';
import { selectBookedPayments, selectBookedRefunds, updateBilled } from './booked-store.ts';
import type { Booked, BookedQuery } from './booked-store.ts';

/** Reads what our books say of a day and of everything that its bill names, and notes which refunds that bill has. */
export async function readBooked(tx: Tx, query: BookedQuery): Promise<Booked[]> {
  const { day, outRefundNos } = query;
  const booked = [...(await selectBookedPayments(tx, query)), ...(await selectBookedRefunds(tx, query))];
  if (outRefundNos.length > 0) await updateBilled(tx, { day, outRefundNos });
  return booked;
}
