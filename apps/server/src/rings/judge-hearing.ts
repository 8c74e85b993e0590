import { sql } from 'kysely';
import type { RingPace } from '../platform/context.ts';
import type { Executor, Tx } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';
import { deleteForgotten, selectHearing } from './device-ability.ts';
import { USUAL_PACE } from './ring.ts';

interface HearingTables {
  deaf_shop: { shop_id: number; since: Date; told_at: Date | null };
}

/** A shop that can be heard of, or not, otherwise than its people know. */
export interface HearingChange {
  readonly shopId: number;
  /** Since when none of its devices could ring; undefined when one can again, or the shop has closed. */
  readonly deafSince: Date | undefined;
}

/** Devices that were not heard of for a day are forgotten. */
const FORGET_AFTER_MS = 24 * 60 * 60_000;

const tables = tablesOf<HearingTables>;

/**
 * Compares which open shops have a device that would ring with what was known. Of several nodes that do so, one is
 * answered each change.
 * @returns the shops whose people are to be told, once when it begins and once when it is over
 */
export async function judgeHearing(
  tx: Tx,
  {
    openShopIds,
    now,
    pace = USUAL_PACE,
  }: { openShopIds: readonly number[]; now: Date; pace?: RingPace | undefined },
): Promise<HearingChange[]> {
  await deleteForgotten(tx, new Date(now.getTime() - FORGET_AFTER_MS));
  const hearing = await selectHearing(tx, now);
  const deaf = openShopIds.filter((shopId) => !hearing.has(shopId));
  const over = await tables(tx)
    .deleteFrom('deaf_shop')
    .where(sql<boolean>`not (shop_id = any(${deaf}::bigint[]))`)
    .returning(['shop_id', 'told_at'])
    .execute();
  await noteDeaf(tx, deaf, now);
  const begun = await tables(tx)
    .updateTable('deaf_shop')
    .set({ told_at: now })
    .where('told_at', 'is', null)
    .where('since', '<=', new Date(now.getTime() - pace.deaf))
    .returning(['shop_id', 'since'])
    .execute();
  return [
    ...over
      .filter(({ told_at: toldAt }) => toldAt !== null)
      .map(({ shop_id: shopId }) => ({ shopId, deafSince: undefined })),
    ...begun.map(({ shop_id: shopId, since }) => ({ shopId, deafSince: since })),
  ];
}

async function noteDeaf(tx: Tx, shopIds: readonly number[], now: Date): Promise<void> {
  if (shopIds.length === 0) return;
  await tables(tx)
    .insertInto('deaf_shop')
    .values(shopIds.map((shopId) => ({ shop_id: shopId, since: now, told_at: null })))
    .onConflict((conflict) => conflict.column('shop_id').doNothing())
    .execute();
}

/** Since when none of a shop's devices can ring, if its people were told so. */
export async function findDeafShop(executor: Executor, shopId: number): Promise<Date | undefined> {
  const row = await tables(executor)
    .selectFrom('deaf_shop')
    .select('since')
    .where('shop_id', '=', shopId)
    .where('told_at', 'is not', null)
    .executeTakeFirst();
  return row?.since;
}
