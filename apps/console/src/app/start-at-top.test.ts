import { flushPromises } from '@vue/test-utils';
import { expect, test, vi } from 'vitest';
import { createMemoryHistory, createRouter } from 'vue-router';
import { startAtTop } from './start-at-top.ts';

test('a page starts at its top; another filter of it, and going back, move nothing', async () => {
  const scrollTo = vi.spyOn(window, 'scrollTo').mockReturnValue();
  const component = { template: '<p></p>' };
  const routes = ['/', '/settings', '/orders'].map((path) => ({ path, component }));
  const router = createRouter({ history: createMemoryHistory(), routes });
  startAtTop(router);
  await router.push('/settings');
  await flushPromises();
  scrollTo.mockClear();

  await router.push('/orders');
  await flushPromises();
  expect(scrollTo.mock.calls).toEqual([[{ top: 0 }]]);

  await router.push('/orders?status=paid');
  router.go(-2);
  await vi.waitFor(() => expect(router.currentRoute.value.path).toBe('/settings'));
  await flushPromises();
  expect(scrollTo).toHaveBeenCalledTimes(1);
});
