import type { PassKind, SavePassKind, StaffPassKind } from '@carillon/contract';
import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Executor, Tx } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';
import type { PassTables } from './pass-tables.ts';

const tables = tablesOf<PassTables>;

/** All kinds of passes of a shop, in the order in which they were made. */
export async function selectKinds(executor: Executor, shopId: number): Promise<StaffPassKind[]> {
  const rows = await tables(executor)
    .selectFrom('pass_kind')
    .selectAll()
    .where('shop_id', '=', shopId)
    .orderBy('id')
    .execute();
  return rows.map(toKind);
}

/** What a shop sells, as buyers see it; what costs more than the operator allows is not sold. */
export async function selectKindsOnSale(
  executor: Executor,
  { shopId, maxPriceFen }: { shopId: number; maxPriceFen: number },
): Promise<PassKind[]> {
  const kinds = await selectKinds(executor, shopId);
  return kinds
    .filter(({ onSale, priceFen }) => onSale && priceFen <= maxPriceFen)
    .map(({ id, name, terms, visits, priceFen, validDays, refundable, maxPerBuyer }) => ({
      ...{ id, name, terms, visits, priceFen, validDays, refundable, maxPerBuyer },
    }));
}

/** Has those who would add to a shop's kinds wait for each other, from its first kind on. */
export async function lockKinds(tx: Tx, shopId: number): Promise<void> {
  await tables(tx)
    .selectFrom('pass_kind')
    .select('id')
    .where('shop_id', '=', shopId)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
}

/** A kind of a shop, which nobody changes until the transaction ends; of those who buy it at once, each waits its turn. */
export async function lockKind(
  tx: Tx,
  { shopId, kindId }: { shopId: number; kindId: number },
): Promise<StaffPassKind | undefined> {
  const row = await tables(tx)
    .selectFrom('pass_kind')
    .selectAll()
    .where('id', '=', kindId)
    .where('shop_id', '=', shopId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row && toKind(row);
}

export async function insertKind(
  executor: Executor,
  shopId: number,
  kind: SavePassKind,
): Promise<StaffPassKind> {
  const row = await tables(executor)
    .insertInto('pass_kind')
    .values({ shop_id: shopId, ...toRow(kind) })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toKind(row);
}

export async function updateKind(
  executor: Executor,
  kindId: number,
  kind: SavePassKind,
): Promise<StaffPassKind> {
  const row = await tables(executor)
    .updateTable('pass_kind')
    .set({ ...toRow(kind), version: sql<number>`version + 1` })
    .where('id', '=', kindId)
    .returningAll()
    .executeTakeFirstOrThrow();
  return toKind(row);
}

function toRow({ name, terms, visits, priceFen, validDays, refundable, maxPerBuyer, onSale }: SavePassKind) {
  return {
    ...{ name, terms, visits, refundable },
    price_fen: priceFen,
    valid_days: validDays,
    max_per_buyer: maxPerBuyer,
    on_sale: onSale,
  };
}

function toKind(row: Selectable<PassTables['pass_kind']>): StaffPassKind {
  const { id, name, terms, visits, refundable, version } = row;
  return {
    ...{ id, name, terms, visits, refundable, version },
    priceFen: row.price_fen,
    validDays: row.valid_days,
    maxPerBuyer: row.max_per_buyer,
    onSale: row.on_sale,
  };
}
