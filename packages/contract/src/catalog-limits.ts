/** From here down a menu says how many of a product are left, and is told of each one that goes. */
export const FEW_LEFT = 5;

/** What a shop may have of each; more is a mistake, and no page could show it. */
export const MAX_CATEGORIES = 50;
export const MAX_PRODUCTS = 2_000;
export const MAX_TABLES = 500;

export const MAX_CATEGORY_NAME_LENGTH = 20;
export const MAX_TABLE_NAME_LENGTH = 20;
export const MAX_PRODUCT_NAME_LENGTH = 40;
export const MAX_DESCRIPTION_LENGTH = 200;
export const MAX_PRICE_FEN = 10_000_000;
export const MAX_STOCK = 100_000;

/** Of one product: groups such as size and spice, and what there is to choose from in each. */
export const MAX_OPTION_GROUPS = 8;
export const MAX_CHOICES = 20;
export const MAX_OPTION_NAME_LENGTH = 20;

/** Of an upload; what leaves the server is far smaller. */
export const MAX_PICTURE_BYTES = 5 * 1024 * 1024;
/** Width times height of an uploaded picture: what phones of 48 megapixels take is within it. */
export const MAX_PICTURE_PIXELS = 50_000_000;
