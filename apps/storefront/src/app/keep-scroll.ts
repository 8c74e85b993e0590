import { nextTick } from 'vue';
import type { Router } from 'vue-router';

/** Starts each page at its top, and one that was left before where it was left: the menu, after a look at the cart. */
export function keepScroll(router: Router): void {
  const leftAt = new Map<string, number>();
  router.beforeEach((_to, from) => {
    leftAt.set(from.path, window.scrollY);
  });
  router.afterEach(async (to, from) => {
    if (to.path === from.path) return;
    await nextTick();
    window.scrollTo({ top: leftAt.get(to.path) ?? 0 });
  });
}
