import type { Executor } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';
import type { ProductTables } from './product-tables.ts';
import { picturesOf } from './picture-url.ts';

const tables = tablesOf<ProductTables>;

/** What is shown where nothing that was bought has a picture; there is nothing behind it. */
const NO_PICTURE = '/pictures/none.svg';

/** The path of a picture of one of these products, the first one that has any. */
export async function findPicture(executor: Executor, productIds: readonly number[]): Promise<string> {
  if (productIds.length === 0) return NO_PICTURE;
  const rows = await tables(executor)
    .selectFrom('product')
    .select(['id', 'picture_id', 'picture_path'])
    .where('id', 'in', productIds)
    .execute();
  const paths = new Map(rows.map((row) => [row.id, picturesOf(row).pictureUrl]));
  return productIds.map((id) => paths.get(id) ?? '').find((path) => path !== '') ?? NO_PICTURE;
}
