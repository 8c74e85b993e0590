import type { Tx } from '../platform/database.ts';
import { accountErrors } from './account-errors.ts';
import { insertPerson, insertPlace } from './people-store.ts';
import type { StaffRole } from './staff.ts';

export interface NewStaff {
  readonly username: string;
  readonly name: string;
  /** Made by `hashPassword`, before the transaction: it takes its time. */
  readonly passwordHash: string;
  readonly roles: readonly StaffRole[];
}

/** Adds a staff member. Returns their id. @throws username_taken */
export async function createStaff(
  tx: Tx,
  { username, passwordHash, name, roles }: NewStaff,
): Promise<number> {
  const staffId = await insertPerson(tx, { name, login: { username, passwordHash } });
  if (staffId === undefined) throw accountErrors.username_taken();
  for (const { shopId, role } of roles) await insertPlace(tx, { shopId, staffId }, role);
  return staffId;
}
