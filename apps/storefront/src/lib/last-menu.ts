import { recall, remember } from './memory.ts';

const NAME = 'last-menu';

/** Remembers the menu that the buyer looked at last, so that other pages lead back to the same table. */
export function rememberMenu(path: string): void {
  remember(NAME, path);
}

/** The path of the menu that this browser looked at last; the start page when there was none. */
export function lastMenu(): string {
  const path = recall(NAME);
  return typeof path === 'string' && /^\/(t|shops)\/[^/]+$/.test(path) ? path : '/';
}
