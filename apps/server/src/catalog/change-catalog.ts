import { sql } from 'kysely';
import type { Context } from '../platform/context.ts';
import type { Tx } from '../platform/database.ts';
import { catalogErrors } from './catalog-errors.ts';
import { tellMenuChanged } from './tell-of-menu.ts';

/**
 * Changes a shop's catalogue in one transaction, one change of a shop after the other; orders go on meanwhile. Who
 * reads the menu is told with it.
 * @throws shop_not_found, and what the work throws: then nothing was changed and nobody is told
 */
export async function changeMenu<T>(
  context: Pick<Context, 'database' | 'clock'>,
  shopId: number,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  return changeCatalog(context, shopId, async (tx) => {
    const done = await work(tx);
    await tellMenuChanged(tx, { shopId, at: context.clock.now() });
    return done;
  });
}

/** The same for what no menu shows. */
export async function changeCatalog<T>(
  { database }: Pick<Context, 'database'>,
  shopId: number,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  return database.transaction(async (tx) => {
    // Orders refer to the shop all the time: this lock lets them.
    const { rows } = await sql`select from shop where id = ${shopId} for no key update`.execute(tx);
    if (rows.length === 0) throw catalogErrors.shop_not_found();
    return work(tx);
  });
}
