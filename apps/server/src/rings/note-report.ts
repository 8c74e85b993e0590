import type { RingReport } from '@carillon/contract';
import type { Tx } from '../platform/database.ts';
import { insertEvent, lockOpen } from './ring-store.ts';

/** What a device says that it did about the ring of an order. */
export interface DeviceReport extends Pick<RingReport, 'what' | 'why'> {
  readonly orderId: number;
  readonly at: Date;
  readonly device: { readonly id: string; readonly name: string };
  /** Whose device it is. */
  readonly who: string;
}

/**
 * Writes down what a device did, each thing once of an order; not of one that has been answered. The caller holds the
 * order's lock.
 * @returns whether that is news
 */
export async function noteReport(tx: Tx, report: DeviceReport): Promise<boolean> {
  const { orderId, at, what, why, device, who } = report;
  if ((await lockOpen(tx, orderId)) === undefined) return false;
  return insertEvent(tx, { orderId, at, what, why, who, deviceId: device.id, device: device.name });
}
