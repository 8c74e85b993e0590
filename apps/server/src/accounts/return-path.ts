/** Where staff land after a login that named no place. */
export const CONSOLE_HOME = '/console/';

const MAX_LENGTH = 512;

/**
 * Pages of the console, spelled plainly: letters, digits, `_` and `-` between single slashes, then perhaps a
 * query. What a browser could read as another host or another folder (`//`, `\`, `..`, anything percent-encoded
 * in the path) is not on this list, so it need not be recognised.
 */
const consolePath = /^\/console(?:\/[\w-]+)*\/?(?:\?[\w\-.~=&%+]*)?$/;

/** Tells whether a login may lead to this path: only pages of our own console, never another site. */
export function isConsolePath(path: string): boolean {
  return path.length <= MAX_LENGTH && consolePath.test(path);
}
