import type { Tx } from '../platform/database.ts';
import { insertRole, insertStaff } from './account-store.ts';
import { hashPassword } from './password.ts';
import type { StaffRole } from './staff.ts';

export interface NewStaff {
  readonly username: string;
  readonly name: string;
  readonly password: string;
  readonly roles: readonly StaffRole[];
}

/** Adds a staff member. Returns their id. */
export async function createStaff(tx: Tx, { username, name, password, roles }: NewStaff): Promise<number> {
  const staffId = await insertStaff(tx, { username, name, passwordHash: await hashPassword(password) });
  for (const { shopId, role } of roles) await insertRole(tx, { staffId, shopId, role });
  return staffId;
}
