import { randomBytes } from 'node:crypto';
import { createStaff, hashPassword } from '../accounts/index.ts';
import { createShop, nameShops } from '../catalog/index.ts';
import type { Database } from '../platform/database.ts';

const ROLES = ['owner', 'manager', 'clerk'] as const;

/** Opens a shop with nothing on its menu. Returns its id. */
export async function addShop(database: Database, name: string): Promise<number> {
  return database.transaction(async (tx) =>
    createShop(tx, { name, phone: '', address: '', categories: [], tables: [] }),
  );
}

/**
 * Adds a staff member with a password that is told once, and to be changed.
 * @throws RangeError for a role or a shop that there is not; username_taken
 */
export async function addStaff(
  database: Database,
  { username, name, shopId, role }: { username: string; name: string; shopId: number; role: string },
): Promise<string> {
  const known = ROLES.find((one) => one === role);
  if (known === undefined) throw new RangeError(`a role is one of ${ROLES.join(', ')}`);
  if (!Number.isSafeInteger(shopId)) throw new RangeError('a shop is named by its number');
  const password = randomBytes(12).toString('base64url');
  const passwordHash = await hashPassword(password);
  await database.transaction(async (tx) => {
    if (!(await nameShops(tx, [shopId])).has(shopId)) throw new RangeError(`there is no shop ${shopId}`);
    await createStaff(tx, { username, name, passwordHash, roles: [{ shopId, role: known }] });
  });
  return password;
}
