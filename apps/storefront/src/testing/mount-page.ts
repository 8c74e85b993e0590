import { createFakeLine, fakeApi } from '@carillon/buyer/testing';
import type { Answers } from '@carillon/buyer/testing';
import { flushPromises, mount } from '@vue/test-utils';
import { Skeleton } from 'vant';
import { expect, vi } from 'vitest';
import { createMemoryHistory } from 'vue-router';
import App from '../app/App.vue';
import { createPages } from '../app/router.ts';
import { tradeWatchKey } from '../features/payment/use-trade-watch.ts';
import type { WatchTrade } from '../features/payment/watch-trade.ts';
import { apiKey } from '../lib/api.ts';
import { createRealtime, realtimeKey } from '../lib/realtime.ts';
import { spreadKey } from '../lib/spread.ts';
import { createWords } from '../lib/words/index.ts';

// What the app loads late is loaded here before the tests begin: compiling it is not within their time.
import.meta.glob(['../pages/*.vue', '../lib/words/en.ts'], { eager: true });

/** Opens a page of the whole app as a buyer would, with the answers of a server and a line held by the test. */
export async function mountPage(path: string, answers: Answers) {
  const router = createPages(createMemoryHistory());
  const fake = createFakeLine();
  const watchTrade = vi.fn<WatchTrade>(() => () => undefined);
  const putOff = new Set<() => void>();
  await router.push(path);
  const page = mount(App, {
    attachTo: document.body,
    global: {
      plugins: [router, await createWords(['zh-CN'])],
      components: { VanSkeleton: Skeleton },
      provide: {
        [apiKey]: fakeApi(answers),
        [realtimeKey]: createRealtime(() => Promise.resolve(fake.line)),
        [spreadKey]: (work: () => void) => {
          putOff.add(work);
          return () => putOff.delete(work);
        },
        [tradeWatchKey]: watchTrade,
      },
    },
  });
  await flushPromises();

  /** The button or link with this name, as a screen reader would say it. */
  function named(name: string) {
    const found = page
      .findAll('button, a, input, textarea')
      .find((control) => (control.attributes('aria-label') ?? control.text()) === name);
    if (!found) throw new Error(`nothing is named ${name} in: ${page.text()}`);
    return found;
  }

  async function press(name: string): Promise<void> {
    await named(name).trigger('click');
    await flushPromises();
  }

  return {
    page,
    router,
    line: fake,
    watchTrade,
    named,
    /** Does what was put off so that not every phone does it at once. Returns how much that was. */
    catchUp: async (): Promise<number> => {
      const works = [...putOff];
      putOff.clear();
      for (const work of works) work();
      await flushPromises();
      return works.length;
    },
    /** Waits until the router has reached a path; pages are loaded on the way. */
    arrives: (path: string) => vi.waitFor(() => expect(router.currentRoute.value.path).toBe(path)),
    press,
  };
}
