/** Where buyers land after a login that named no place. */
export const SHOP_HOME = '/';

const MAX_LENGTH = 512;

/**
 * Pages of the storefront, spelled plainly: letters, digits, `_` and `-` between single slashes, then perhaps a query.
 * What a browser could read as another host or another folder (`//`, `\`, `..`, anything percent-encoded in the path)
 * is not on this list, so it need not be recognised.
 */
const plainPath = /^\/(?:[\w-]+(?:\/[\w-]+)*\/?)?(?:\?[\w\-.~=&%+]*)?$/;
/** What is no page of the storefront. */
const elsewhere = /^\/(?:api|asyncapi|console|docs|metrics|pictures|ws)(?:[/?]|$)/;

/** Tells whether a buyer's login may lead to this path: only pages of our own storefront, never another site. */
export function isShopPath(path: string): boolean {
  return path.length <= MAX_LENGTH && plainPath.test(path) && !elsewhere.test(path);
}
