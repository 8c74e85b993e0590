import type { Executor } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';

interface AnswerTables {
  shop: { id: number; is_open: boolean; answer_limit_minutes: number };
}

const MINUTE_MS = 60_000;

/** How long each of these shops has to answer a paid order, in milliseconds. */
export async function readAnswerLimits(
  executor: Executor,
  shopIds: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  const rows = await tablesOf<AnswerTables>(executor)
    .selectFrom('shop')
    .select(['id', 'answer_limit_minutes as minutes'])
    .where('id', 'in', shopIds)
    .execute();
  return new Map(rows.map(({ id, minutes }) => [id, minutes * MINUTE_MS]));
}

/** The shops that take orders now. */
export async function listOpenShopIds(executor: Executor): Promise<number[]> {
  const rows = await tablesOf<AnswerTables>(executor)
    .selectFrom('shop')
    .select('id')
    .where('is_open', '=', true)
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}
