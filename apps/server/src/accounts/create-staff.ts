import type { Tx } from '../platform/database.ts';
import { insertRole, insertStaff } from './account-store.ts';
import type { StaffRole } from './staff.ts';

export interface NewStaff {
  readonly username: string;
  readonly name: string;
  /** Made by `hashPassword`, before the transaction: it takes its time. */
  readonly passwordHash: string;
  readonly roles: readonly StaffRole[];
}

/** Adds a staff member. Returns their id. */
export async function createStaff(tx: Tx, { roles, ...staff }: NewStaff): Promise<number> {
  const staffId = await insertStaff(tx, staff);
  for (const { shopId, role } of roles) await insertRole(tx, { staffId, shopId, role });
  return staffId;
}
