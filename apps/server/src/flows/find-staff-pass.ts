import { accountErrors } from '../accounts/index.ts';
import { findPass, lockPass, passErrors } from '../passes/index.ts';
import type { PassRecord } from '../passes/index.ts';
import type { Executor, Tx } from '../platform/database.ts';
import type { StaffVisitor } from '../platform/visitors.ts';

/**
 * A pass of one of the staff member's shops.
 * @throws pass_not_found also when it is another shop's
 */
export async function findStaffPass(
  executor: Executor,
  passId: number,
  { shopIds }: Pick<StaffVisitor, 'shopIds'>,
): Promise<PassRecord> {
  const pass = await findPass(executor, passId);
  if (pass === undefined || !shopIds.includes(pass.shopId)) throw passErrors.pass_not_found();
  return pass;
}

/**
 * A pass of a shop that the staff member manages.
 * @throws pass_not_found, managers_only
 */
export async function findManagedPass(
  executor: Executor,
  passId: number,
  staff: StaffVisitor,
): Promise<PassRecord> {
  const pass = await findStaffPass(executor, passId, staff);
  if (!staff.managedShopIds.includes(pass.shopId)) throw accountErrors.managers_only();
  return pass;
}

/**
 * The same, as it stands under its lock.
 * @throws pass_not_found, managers_only
 */
export async function lockManagedPass(tx: Tx, passId: number, staff: StaffVisitor): Promise<PassRecord> {
  // Before its lock is taken: who may not change it holds nobody up.
  await findManagedPass(tx, passId, staff);
  const pass = await lockPass(tx, passId);
  if (pass === undefined) throw passErrors.pass_not_found();
  return pass;
}
