import type { Context } from '../platform/context.ts';
import { accountErrors } from './account-errors.ts';
import { deleteDevice } from './device-store.ts';
import { roleAt } from './staff.ts';
import type { Staff } from './staff.ts';

/**
 * Ends the login session of a device of a shop's staff, because one of the shop's owners wants it.
 * @returns the session, whose sockets are to be closed
 * @throws not_your_shop, owners_only, device_not_found
 */
export async function endDevice(
  { database }: Pick<Context, 'database'>,
  staff: Staff,
  device: { shopId: number; deviceId: string },
): Promise<string> {
  const role = roleAt(staff, device.shopId);
  if (role === undefined) throw accountErrors.not_your_shop();
  if (role !== 'owner') throw accountErrors.owners_only();
  const session = await deleteDevice(database.db, device);
  if (session === undefined) throw accountErrors.device_not_found();
  return session;
}
