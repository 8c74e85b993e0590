import type { PassEntry, PassSearchQuery, PassState } from '@carillon/contract';
import { sql } from 'kysely';
import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import type { Executor } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';
import { toPass } from './pass-store.ts';
import { HOLDER_LENGTH } from './pass.ts';
import type { PassRecord } from './pass.ts';
import type { PassTables } from './pass-tables.ts';

const tables = tablesOf<PassTables>;

/** What `passStateOf` says, for the database; the moment is a parameter, as there. */
function stateAt(now: Date): Expression<PassState> {
  return sql<PassState>`case when refunded_at is not null then 'refunded' when frozen_at is not null then 'frozen'
    when left_visits = 0 then 'used_up' when expires_at < ${now} then 'expired' else 'active' end`;
}

/** A buyer's passes: those that can be used first, then the newest first. */
export async function selectOwnPasses(
  executor: Executor,
  { buyerId, now, limit }: { buyerId: string; now: Date; limit: number },
): Promise<PassRecord[]> {
  const rows = await tables(executor)
    .selectFrom('pass')
    .selectAll()
    .where('buyer_id', '=', buyerId)
    .orderBy(sql`${stateAt(now)} = 'active'`, 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(toPass);
}

export interface PassSearch extends PassSearchQuery {
  readonly shopId: number;
  readonly now: Date;
  readonly limit: number;
}

/** A shop's passes that fit, the newest first. */
export async function selectFoundPasses(executor: Executor, asked: PassSearch): Promise<PassRecord[]> {
  const { shopId, search, only, before, now, limit } = asked;
  let query = tables(executor).selectFrom('pass').selectAll().where('shop_id', '=', shopId);
  if (only !== undefined) query = query.where(stateAt(now), '=', only);
  if (before !== undefined) query = query.where('id', '<', before);
  if (search) query = query.where((builder) => holds(builder, search));
  const rows = await query.orderBy('id', 'desc').limit(limit).execute();
  return rows.map(toPass);
}

/** Whether a text is a pass's or an order's id, its holder's mark, or in what it is called or noted as. */
function holds(builder: ExpressionBuilder<PassTables, 'pass'>, text: string): Expression<SqlBool> {
  const part = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  const id = /^#?(\d{1,15})$/.exec(text)?.[1];
  return builder.or([
    ...(id === undefined ? [] : [builder('id', '=', Number(id)), builder('order_id', '=', Number(id))]),
    sql<SqlBool>`upper(left(buyer_id, ${HOLDER_LENGTH})) = ${text.toUpperCase()}`,
    builder('name', 'ilike', part),
    builder('note', 'ilike', part),
  ]);
}

/** Lines of a pass's ledger, the newest first. */
export async function selectEntries(
  executor: Executor,
  { passId, before, limit }: { passId: number; before: number | undefined; limit: number },
): Promise<PassEntry[]> {
  let query = tables(executor).selectFrom('pass_entry').selectAll().where('pass_id', '=', passId);
  if (before !== undefined) query = query.where('id', '<', before);
  const rows = await query.orderBy('id', 'desc').limit(limit).execute();
  return rows.map(({ id, at, what, visits, credit, left_after: left, by_name: by, note }) => ({
    ...{ id, what, left, by, note },
    at: at.toISOString(),
    visits: visits === 0 || credit === 'held' ? visits : -visits,
  }));
}
