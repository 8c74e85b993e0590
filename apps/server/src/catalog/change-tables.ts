import type { SavedTableReply, Table } from '@carillon/contract';
import { MAX_TABLES } from '@carillon/contract';
import type { Context } from '../platform/context.ts';
import type { Tx } from '../platform/database.ts';
import { catalogErrors } from './catalog-errors.ts';
import { changeCatalog } from './change-catalog.ts';
import { deleteTable, insertTable, selectTables, updateTable } from './table-store.ts';

type Parts = Pick<Context, 'database' | 'ids'>;
/** 96 random bits: nobody finds another table by guessing. */
const CODE_LENGTH = 16;

interface AtTable {
  readonly shopId: number;
  readonly code: string;
}

/**
 * Adds a table, with a code for its QR.
 * @throws table_name_taken, catalog_full
 */
export async function saveTable(context: Parts, shopId: number, name: string): Promise<SavedTableReply> {
  return changeCatalog(context, shopId, async (tx) => {
    const others = await checkName(tx, { shopId, name });
    if (others.length >= MAX_TABLES) throw catalogErrors.catalog_full({ max: MAX_TABLES });
    const table = { code: makeCode(context), name };
    await insertTable(tx, { ...table, shopId });
    return { table };
  });
}

/**
 * Gives a table another name. Orders that were placed at it keep the old one.
 * @throws table_not_found, table_name_taken
 */
export async function renameTable(context: Parts, at: AtTable, name: string): Promise<SavedTableReply> {
  return changeCatalog(context, at.shopId, async (tx) => {
    await checkName(tx, { ...at, name });
    return found(await updateTable(tx, at, { name }));
  });
}

/**
 * Gives a table a new code: the QR that was printed leads nowhere from now on.
 * @throws table_not_found
 */
export async function renewTable(context: Parts, at: AtTable): Promise<SavedTableReply> {
  return changeCatalog(context, at.shopId, async (tx) =>
    found(await updateTable(tx, at, { code: makeCode(context) })),
  );
}

/** @throws table_not_found */
export async function removeTable(context: Parts, at: AtTable): Promise<void> {
  await changeCatalog(context, at.shopId, async (tx) => {
    if (!(await deleteTable(tx, at))) throw catalogErrors.table_not_found();
  });
}

/** Two tables of one name would have their dishes mixed up. Returns all tables of the shop. */
async function checkName(
  tx: Tx,
  { shopId, name, code }: { shopId: number; name: string; code?: string },
): Promise<Table[]> {
  const tables = await selectTables(tx, shopId);
  const isTaken = tables.some((table) => table.name === name && table.code !== code);
  if (isTaken) throw catalogErrors.table_name_taken();
  return tables;
}

function found(table: Table | undefined): SavedTableReply {
  if (table === undefined) throw catalogErrors.table_not_found();
  return { table };
}

function makeCode({ ids }: Pick<Context, 'ids'>): string {
  return ids.token().slice(0, CODE_LENGTH);
}
