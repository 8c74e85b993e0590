/** Shops, what they sell and how much of it is left, and their tables. */
export { listOpenShopIds, readAnswerLimits } from './answer-limits.ts';
export { catalogErrors } from './catalog-errors.ts';
export { registerCatalogRoutes } from './catalog-routes.ts';
export { findPicture } from './find-picture.ts';
export { findShop, selectShopNames as nameShops, selectShops as listShops } from './catalog-store.ts';
export { createShop } from './create-shop.ts';
export type { NewShop } from './create-shop.ts';
export { giveStockBack } from './give-stock-back.ts';
export { quoteFulfilment } from './quote-fulfilment.ts';
export { quoteProducts } from './quote-products.ts';
export { readMenu } from './read-menu.ts';
export { takeStock } from './take-stock.ts';
export { usualPromiseMinutes } from './usual-promise-minutes.ts';
