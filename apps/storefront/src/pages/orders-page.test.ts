import { makeOrder, refusalOf } from '@carillon/buyer/testing';
import type { OwnOrdersReply } from '@carillon/contract';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { mountPage } from '../testing/mount-page.ts';

let opened: Awaited<ReturnType<typeof mountPage>> | undefined;

/** A page of orders, from one id down to another. */
function pageOf(from: number, to: number, nextBefore: number | null): OwnOrdersReply {
  const ids = Array.from({ length: from - to + 1 }, (_, index) => from - index);
  const orders = ids.map((id) => makeOrder({ id, number: String(id).padStart(3, '0'), status: 'completed' }));
  return { orders, seq: 0, nextBefore };
}

async function openOrders(listOwnOrders: (options: never) => Promise<unknown>) {
  opened = await mountPage('/orders', { listOwnOrders });
  const { page } = opened;
  const numbers = () => page.findAll('.order__number').map((number) => Number(number.text()));
  return { ...opened, numbers };
}

/** The buyer comes back to the page. */
function comeBack(): void {
  document.dispatchEvent(new Event('visibilitychange'));
}

afterEach(() => opened?.page.unmount());

describe('the buyer’s orders', () => {
  test('come by pages, until there are no older ones', async () => {
    const list = vi
      .fn()
      .mockResolvedValueOnce(pageOf(5, 4, 4))
      .mockResolvedValueOnce(pageOf(3, 2, null));
    const { press, numbers, page } = await openOrders(list);
    expect(numbers()).toEqual([5, 4]);
    await press('更早的订单');
    expect(list).toHaveBeenLastCalledWith(expect.objectContaining({ query: { before: 4, limit: 20 } }));
    expect(numbers()).toEqual([5, 4, 3, 2]);
    expect(page.text()).not.toContain('更早的订单');
  });

  test('keep what was read when older ones do not come, and try again', async () => {
    const list = vi
      .fn()
      .mockResolvedValueOnce(pageOf(5, 4, 4))
      .mockRejectedValueOnce(refusalOf(0, 'network'))
      .mockResolvedValueOnce(pageOf(3, 3, null));
    const { press, numbers, page } = await openOrders(list);
    await press('更早的订单');
    expect(page.get('[role="alert"]').text()).toBe('更早的订单没有读到。');
    expect(numbers()).toEqual([5, 4]);
    await press('重试');
    expect(numbers()).toEqual([5, 4, 3]);
  });

  test('keep the older ones when the buyer comes back and there is a new one', async () => {
    const list = vi
      .fn()
      .mockResolvedValueOnce(pageOf(5, 4, 4))
      .mockResolvedValueOnce(pageOf(3, 2, null))
      .mockResolvedValueOnce(pageOf(6, 5, 5));
    const { press, numbers } = await openOrders(list);
    await press('更早的订单');
    comeBack();
    await vi.waitFor(() => expect(numbers()).toEqual([6, 5, 4, 3, 2]));
  });

  test('begin anew when so many are new that some between would be missing', async () => {
    const list = vi
      .fn()
      .mockResolvedValueOnce(pageOf(5, 4, 4))
      .mockResolvedValueOnce(pageOf(40, 39, 39));
    const { numbers, named } = await openOrders(list);
    comeBack();
    await vi.waitFor(() => expect(numbers()).toEqual([40, 39]));
    expect(named('更早的订单').exists()).toBe(true);
  });
});
