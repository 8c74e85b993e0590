import type { RingReport } from '@carillon/contract';
import { lockOrder, showRings } from '../orders/index.ts';
import type { Context } from '../platform/context.ts';
import { noteReport, readShownRing } from '../rings/index.ts';

export interface ShopReport extends RingReport {
  readonly shopId: number;
  readonly device: { readonly id: string; readonly name: string };
  /** Whose device it is. */
  readonly who: string;
}

/**
 * Writes down what a device of a shop did about its orders that ring, and shows it to the shop. Orders of other shops,
 * and those that were answered meanwhile, are left alone. Said again, it changes nothing.
 */
export async function reportRing(
  { database, clock }: Pick<Context, 'database' | 'clock'>,
  { shopId, orderIds, ...report }: ShopReport,
): Promise<void> {
  const at = clock.now();
  for (const orderId of new Set(orderIds)) {
    await database.transaction(async (tx) => {
      const { order } = (await lockOrder(tx, orderId)) ?? {};
      if (order?.shopId !== shopId || order.status !== 'paid') return;
      if (!(await noteReport(tx, { ...report, orderId, at }))) return;
      const ring = await readShownRing(tx, orderId);
      if (ring !== undefined) await showRings(tx, new Map([[orderId, ring]]), { at });
    });
  }
}
