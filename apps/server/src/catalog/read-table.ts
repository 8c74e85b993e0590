import type { Table, TableReply } from '@carillon/contract';
import type { Executor } from '../platform/database.ts';
import { catalogErrors } from './catalog-errors.ts';
import { findShop } from './catalog-store.ts';
import { findTable } from './table-store.ts';

/**
 * Reads which table, of which shop, has the code in a QR.
 * @throws table_not_found
 */
export async function readTable(executor: Executor, code: string): Promise<TableReply> {
  const found = await findTable(executor, code);
  const shop = found && (await findShop(executor, found.shopId));
  if (found === undefined || shop === undefined) throw catalogErrors.table_not_found();
  return { shop, table: found.table };
}

/**
 * Finds a table of this shop by its code; another shop's table is none.
 * @throws table_not_found
 */
export async function findShopTable(executor: Executor, shopId: number, code: string): Promise<Table> {
  const found = await findTable(executor, code);
  if (found?.shopId !== shopId) throw catalogErrors.table_not_found();
  return found.table;
}
