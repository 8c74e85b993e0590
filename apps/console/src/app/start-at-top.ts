import { nextTick } from 'vue';
import type { Router } from 'vue-router';

/** Starts each page at its top. Going back is left to the browser, and another filter of a page moves nothing. */
export function startAtTop(router: Router): void {
  let goesBack = false;
  router.options.history.listen(() => (goesBack = true));
  router.afterEach(async (to, from) => {
    const stays = goesBack || to.path === from.path;
    goesBack = false;
    if (stays) return;
    await nextTick();
    window.scrollTo({ top: 0 });
  });
}
