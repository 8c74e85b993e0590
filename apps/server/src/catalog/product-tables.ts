import type { OptionGroup } from '@carillon/contract';
import type { Generated, JSONColumnType } from 'kysely';

/** What a shop sells and where its guests sit, as the stores of this domain see it. */
export interface ProductTables {
  category: { id: Generated<number>; shop_id: number; name: string; sort_order: number };
  product: {
    id: Generated<number>;
    shop_id: number;
    category_id: number;
    name: string;
    description: string;
    /** Of a picture that is a file of the server; empty when there is none. */
    picture_path: string;
    /** Of a picture that was uploaded: then the path does not count. */
    picture_id: string | null;
    price_fen: number;
    stock: number | null;
    on_shelf: boolean;
    sort_order: number;
    option_groups: JSONColumnType<OptionGroup[], string | undefined>;
    version: Generated<number>;
  };
  shop_table: { code: string; shop_id: number; name: string; sort_order: number };
}
