import type { Router } from 'vue-router';

/**
 * Loads the whole page when a part of it is not there any more: a newer version was installed meanwhile.
 * Without a network nothing is loaded, and what is on the screen stays.
 */
export function reloadOutdated(router: Router): void {
  router.onError((_error, to, from) => {
    const isFirstPage = from.matched.length === 0;
    if (!isFirstPage && navigator.onLine) location.assign(to.fullPath);
  });
}
