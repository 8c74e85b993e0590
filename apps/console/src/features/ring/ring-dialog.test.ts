import { flushPromises } from '@vue/test-utils';
import { expect, test } from 'vitest';
import { loggedIn, openConsole, press } from '../../testing/open-console.ts';
import { aRing, anEvent, anOrder } from '../../testing/orders.ts';

// Each order that is paid has news of its ring at once: for a quarter of a second after it, Enter went nowhere.
test('an order that rings is accepted also right after news of its own ring', async () => {
  const accepted: unknown[] = [];
  const { line } = await openConsole('/shops/1/board', {
    ...loggedIn,
    acceptOrder: (options) => {
      accepted.push(options);
      return { order: anOrder(17, { status: 'accepted' }), seq: 7 };
    },
  });
  await press('开始接单');
  line.tell({ name: 'online' });
  line.deliver(anEvent(anOrder(17)), 5);
  await flushPromises();
  line.deliver({ ...anEvent(anOrder(17, { ring: aRing() })), type: 'order.ring' }, 6);
  await flushPromises();
  document.querySelector<HTMLElement>('.ring-dialog .accept')?.click();
  await flushPromises();
  expect(accepted).toHaveLength(1);
});
