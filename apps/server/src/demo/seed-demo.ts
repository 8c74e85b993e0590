import { sql } from 'kysely';
import { createStaff, hashPassword } from '../accounts/index.ts';
import { createShop, listShops } from '../catalog/index.ts';
import type { NewShop } from '../catalog/index.ts';
import { insertKind } from '../passes/index.ts';
import type { Context } from '../platform/context.ts';
import type { Ids } from '../platform/ids.ts';
import { demoMenu } from './demo-menu.ts';
import { demoPasses } from './demo-passes.ts';

/** Any number that no other advisory lock of ours has. */
const SEED_LOCK = 7_301_001;

const DEMO_PASSWORD = 'carillon';
const TABLE_NUMBERS = ['一', '二', '三', '四', '五', '六', '七', '八'];
const TABLE_CODE_LENGTH = 12;

/**
 * Opens the demo shop 巷口小馆, with its menu, passes, staff and tables, in a database that has no shop; all of it or
 * nothing. Nodes that start together make it once.
 * @returns whether it was made now.
 */
export async function seedDemo({ database, ids }: Pick<Context, 'database' | 'ids'>): Promise<boolean> {
  if ((await listShops(database.db)).length > 0) return false;
  const passwordHash = await hashPassword(DEMO_PASSWORD);
  return database.transaction(async (tx) => {
    // Another node may be doing the same right now.
    await sql`select pg_advisory_xact_lock(${SEED_LOCK})`.execute(tx);
    if ((await listShops(tx)).length > 0) return false;
    const shopId = await createShop(tx, demoShop(ids));
    for (const kind of demoPasses) await insertKind(tx, shopId, kind);
    const owner = { username: 'demo', name: '老陈', passwordHash } as const;
    const clerk = { username: 'chef', name: '小周', passwordHash } as const;
    await createStaff(tx, { ...owner, roles: [{ shopId, role: 'owner' }] });
    await createStaff(tx, { ...clerk, roles: [{ shopId, role: 'clerk' }] });
    return true;
  });
}

function demoShop(ids: Ids): NewShop {
  return {
    name: '巷口小馆',
    phone: '028-8666 0101',
    address: '成都市青羊区桂花巷 8 号',
    delivery: { feeFen: 5_00, minimumFen: 30_00 },
    categories: demoMenu.map(({ name, dishes }) => ({
      name,
      products: dishes.map(({ slug, ...dish }) => ({ ...dish, picturePath: `/pictures/${slug}.svg` })),
    })),
    tables: TABLE_NUMBERS.map((number) => ({
      name: `${number}号桌`,
      code: ids.token().slice(0, TABLE_CODE_LENGTH),
    })),
  };
}
