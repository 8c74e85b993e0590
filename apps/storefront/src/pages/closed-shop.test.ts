import { lineOf } from '@carillon/buyer';
import { makeMenu, makeProduct, refusalOf, shop } from '@carillon/buyer/testing';
import { flushPromises } from '@vue/test-utils';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { cartMemory } from '../features/cart/cart-memory.ts';
import { forgetAttempts } from '../testing/forget-attempts.ts';
import { mountPage } from '../testing/mount-page.ts';

const noodles = makeProduct({ id: 1, name: '牛肉面', priceFen: 2_800 });
const open = makeMenu(noodles);
const closed = { ...open, shop: { ...shop, isOpen: false } };
const changed = { type: 'menu.changed', at: '2026-11-21T04:00:00.000Z', shopId: 1 };
let opened: Awaited<ReturnType<typeof mountPage>> | undefined;

async function visit(path: string, first: typeof open) {
  const readMenu = vi.fn(() => Promise.resolve(first));
  const placeOrder = vi.fn(() => Promise.reject(refusalOf(409, 'shop_closed')));
  cartMemory.remember('1.counter', [lineOf(noodles, 2)]);
  opened = await mountPage(path, { readMenu, placeOrder });
  return { ...opened, readMenu, placeOrder };
}

afterEach(() => {
  opened?.page.unmount();
  forgetAttempts('1.counter');
  localStorage.clear();
});

describe('a shop that is closed', () => {
  test('shows its menu and says that it takes no orders; the cart leads nowhere and is kept', async () => {
    const { page, named, press } = await visit('/shops/1', closed);
    expect(page.get('[role="alert"]').text()).toContain('店家休息中');
    expect(page.text()).not.toContain('去结算');
    expect(named('店家休息中').attributes('disabled')).toBeDefined();
    await press('牛肉面加一份');
    expect(cartMemory.recall('1.counter')).toMatchObject([{ quantity: 3 }]);
  });

  test('takes orders again as soon as it opens, and none as soon as it closes', async () => {
    const { page, line, catchUp, readMenu } = await visit('/shops/1', closed);
    readMenu.mockResolvedValueOnce(open);
    line.deliver('/topic/shops/1/menu', 1, changed);
    await catchUp();
    expect(page.find('[role="alert"]').exists()).toBe(false);
    expect(page.text()).toContain('去结算');
    readMenu.mockResolvedValueOnce(closed);
    line.deliver('/topic/shops/1/menu', 2, changed);
    await catchUp();
    expect(page.get('[role="alert"]').text()).toContain('店家休息中');
  });

  test('lets nothing be submitted at its checkout, which says why', async () => {
    const { page, named } = await visit('/shops/1/checkout', closed);
    expect(page.get('[role="alert"]').text()).toContain('现在不接单');
    expect(named('店家休息中').attributes('disabled')).toBeDefined();
  });

  test('says so to whoever submits at the moment in which it closes', async () => {
    const { page, press, readMenu, named } = await visit('/shops/1/checkout', open);
    readMenu.mockResolvedValueOnce(closed);
    await press('提交订单 ¥56.00');
    await flushPromises();
    expect(page.findAll('[role="alert"]').map((alert) => alert.text())).toEqual([
      expect.stringContaining('没有下单，没有扣款'),
    ]);
    expect(named('店家休息中').attributes('disabled')).toBeDefined();
  });

  test('is marked among the shops to choose from, for the eye and the ear', async () => {
    const shops = [shop, { ...shop, id: 2, name: '夜宵', isOpen: false }];
    opened = await mountPage('/', { listShops: () => Promise.resolve({ shops }) });
    expect(opened.named('进入夜宵点餐 · 店家休息中').text()).toContain('店家休息中');
    expect(opened.named(`进入${shop.name}点餐`).text()).not.toContain('店家休息中');
  });

  test('says it in English, too', async () => {
    const { page, press } = await visit('/shops/1', closed);
    await press('切换语言：English');
    await vi.waitFor(() => expect(page.get('[role="alert"]').text()).toContain('The shop is closed'));
  });
});
