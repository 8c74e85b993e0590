import type {
  CategoryListReply,
  ChangeProduct,
  PictureReply,
  ProductListReply,
  ProductReply,
  SaveCategory,
  SaveProduct,
  SaveTable,
  SavedTableReply,
  SetStock,
  ShelveProduct,
  SortCategories,
  SortProducts,
  StockReply,
  TableListReply,
} from './catalog-types.ts';

/** Operations by which a shop's staff keep its menu and its tables. */
export const catalogRoutes = {
  listProducts: { method: 'GET', path: '/api/staff/shops/:shopId/products', for: 'clerk' },
  saveProduct: { method: 'POST', path: '/api/staff/shops/:shopId/products', for: 'manager' },
  changeProduct: { method: 'POST', path: '/api/staff/shops/:shopId/products/:productId', for: 'manager' },
  /** Takes it off the menu for good. Orders keep what they copied of it. */
  removeProduct: {
    method: 'POST',
    path: '/api/staff/shops/:shopId/products/:productId/remove',
    for: 'manager',
  },
  /** Puts it on the shelf, or takes it off: what is off the shelf is on no menu. */
  shelveProduct: { method: 'POST', path: '/api/staff/shops/:shopId/products/:productId/shelf', for: 'clerk' },
  /** Sets how many are left, and tells how many had been: orders go on taking from it meanwhile. */
  setStock: { method: 'POST', path: '/api/staff/shops/:shopId/products/:productId/stock', for: 'clerk' },
  /** `multipart/form-data` with one file of at most `MAX_PICTURE_BYTES`: JPEG, PNG or WebP. */
  uploadPicture: { method: 'POST', path: '/api/staff/shops/:shopId/pictures', for: 'manager' },
  listCategories: { method: 'GET', path: '/api/staff/shops/:shopId/categories', for: 'clerk' },
  saveCategory: { method: 'POST', path: '/api/staff/shops/:shopId/categories', for: 'manager' },
  sortCategories: { method: 'POST', path: '/api/staff/shops/:shopId/categories/sort', for: 'manager' },
  changeCategory: {
    method: 'POST',
    path: '/api/staff/shops/:shopId/categories/:categoryId',
    for: 'manager',
  },
  /** Only when nothing is in it. */
  removeCategory: {
    method: 'POST',
    path: '/api/staff/shops/:shopId/categories/:categoryId/remove',
    for: 'manager',
  },
  sortProducts: {
    method: 'POST',
    path: '/api/staff/shops/:shopId/categories/:categoryId/sort',
    for: 'manager',
  },
  listTables: { method: 'GET', path: '/api/staff/shops/:shopId/tables', for: 'clerk' },
  saveTable: { method: 'POST', path: '/api/staff/shops/:shopId/tables', for: 'manager' },
  changeTable: { method: 'POST', path: '/api/staff/shops/:shopId/tables/:code', for: 'manager' },
  /** Gives it a new code: the QR that was printed leads nowhere from then on. */
  renewTable: { method: 'POST', path: '/api/staff/shops/:shopId/tables/:code/renew', for: 'manager' },
  removeTable: { method: 'POST', path: '/api/staff/shops/:shopId/tables/:code/remove', for: 'manager' },
} as const;

interface AtShop {
  shopId: number;
}
interface AtProduct {
  shopId: number;
  productId: number;
}
interface AtCategory {
  shopId: number;
  categoryId: number;
}
interface AtTable {
  shopId: number;
  code: string;
}

/** What each of them takes and gives. The body of `uploadPicture` is no JSON. */
export interface CatalogApiTypes {
  listProducts: { params: AtShop; body: undefined; reply: ProductListReply };
  saveProduct: { params: AtShop; body: SaveProduct; reply: ProductReply };
  changeProduct: { params: AtProduct; body: ChangeProduct; reply: ProductReply };
  removeProduct: { params: AtProduct; body: undefined; reply: undefined };
  shelveProduct: { params: AtProduct; body: ShelveProduct; reply: ProductReply };
  setStock: { params: AtProduct; body: SetStock; reply: StockReply };
  uploadPicture: { params: AtShop; body: undefined; reply: PictureReply };
  listCategories: { params: AtShop; body: undefined; reply: CategoryListReply };
  saveCategory: { params: AtShop; body: SaveCategory; reply: CategoryListReply };
  sortCategories: { params: AtShop; body: SortCategories; reply: CategoryListReply };
  changeCategory: { params: AtCategory; body: SaveCategory; reply: CategoryListReply };
  removeCategory: { params: AtCategory; body: undefined; reply: CategoryListReply };
  sortProducts: { params: AtCategory; body: SortProducts; reply: ProductListReply };
  listTables: { params: AtShop; body: undefined; reply: TableListReply };
  saveTable: { params: AtShop; body: SaveTable; reply: SavedTableReply };
  changeTable: { params: AtTable; body: SaveTable; reply: SavedTableReply };
  renewTable: { params: AtTable; body: undefined; reply: SavedTableReply };
  removeTable: { params: AtTable; body: undefined; reply: undefined };
}
