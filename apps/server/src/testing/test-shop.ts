import { createStaff, hashPassword } from '../accounts/index.ts';
import type { StaffRole } from '../accounts/index.ts';
import { createShop, readMenu } from '../catalog/index.ts';
import type { Database } from '../platform/database.ts';

export interface TestShop {
  readonly shopId: number;
  readonly tableCode: string;
  /** Ids of its products: fish is limited to 12, soup is off the shelf, tea costs nothing. */
  readonly products: Readonly<Record<'fish' | 'rice' | 'duck' | 'tea', number>>;
}

/** Quick to check; real ones are not. */
const passwordHash = hashPassword('ring-ring', { cost: 16, blockSize: 8, parallelization: 1 });

const PICTURE = { description: '', picturePath: '/pictures/none.svg' };

/** Opens a small shop with one table: fish 58.00 (12 of them), rice 2.00, duck 30.00 (3), tea for nothing. */
export async function openTestShop(database: Database, code: string): Promise<TestShop> {
  return database.transaction(async (tx) => {
    const shopId = await createShop(tx, {
      name: `Shop ${code}`,
      phone: '028-1',
      address: 'Lane 1',
      tables: [{ code: `table-${code}`, name: '一号桌' }],
      categories: [
        {
          name: 'All',
          products: [
            { ...PICTURE, name: 'fish', priceFen: 5_800, stock: 12 },
            { ...PICTURE, name: 'rice', priceFen: 200 },
            { ...PICTURE, name: 'duck', priceFen: 3_000, stock: 3 },
            { ...PICTURE, name: 'tea', priceFen: 0 },
            { ...PICTURE, name: 'soup', priceFen: 900, onShelf: false },
          ],
        },
      ],
    });
    const { categories } = await readMenu(tx, shopId);
    const idOf = (name: string): number =>
      categories.flatMap(({ products }) => products).find((product) => product.name === name)?.id ?? NaN;
    const products = { fish: idOf('fish'), rice: idOf('rice'), duck: idOf('duck'), tea: idOf('tea') };
    return { shopId, tableCode: `table-${code}`, products };
  });
}

/** Gives a shop a clerk who logs in with the password `ring-ring`. Returns their id. */
export async function hireClerk(
  database: Database,
  { shopId, username }: { shopId: number; username: string },
): Promise<number> {
  return hireStaff(database, { username, name: `Clerk ${username}`, roles: [{ shopId, role: 'clerk' }] });
}

/** Hires somebody who logs in with the password `ring-ring`. Returns their id. */
export async function hireStaff(
  database: Database,
  staff: { username: string; name: string; roles: StaffRole[] },
): Promise<number> {
  const hash = await passwordHash;
  return database.transaction(async (tx) => createStaff(tx, { ...staff, passwordHash: hash }));
}
