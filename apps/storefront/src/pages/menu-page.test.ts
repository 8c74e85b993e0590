import { extras, makeMenu, makeProduct, refusalOf, shop, size } from '@carillon/buyer/testing';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { flushPromises } from '@vue/test-utils';
import { mountPage } from '../testing/mount-page.ts';

const noodles = makeProduct({ id: 1, name: '牛肉面', priceFen: 2_800 });
const table = { code: 'T8', name: '8 号桌' };
let opened: Awaited<ReturnType<typeof mountPage>> | undefined;

async function openMenu(...products: (typeof noodles)[]) {
  const readMenu = vi.fn(() => Promise.resolve(makeMenu(...products)));
  const readTable = () => Promise.resolve({ shop, table });
  opened = await mountPage('/t/T8', { readTable, readMenu });
  return { ...opened, readMenu };
}

afterEach(() => {
  opened?.page.unmount();
  localStorage.clear();
});

describe('the menu page', () => {
  test('names the shop and the table', async () => {
    const { page } = await openMenu(noodles);
    expect(page.get('h1').text()).toBe(shop.name);
    expect(page.get('header').text()).toContain('8 号桌');
    expect(document.title).toBe('巷口面馆 · 8 号桌');
  });

  test('adds with one tap, and shows count and total at once', async () => {
    const { page, press } = await openMenu(noodles);
    await press('加一份牛肉面');
    await press('牛肉面加一份');
    expect(page.get('[aria-label="购物车"]').text()).toContain('共 2 件');
    expect(page.get('[aria-label="购物车"]').text()).toContain('¥56.00');
  });

  test('adds no more than there is', async () => {
    const { named, press } = await openMenu({ ...noodles, stock: 1 });
    await press('加一份牛肉面');
    expect(named('牛肉面加一份').attributes('disabled')).toBeDefined();
  });

  test('marks what is sold out, and lets nobody add it', async () => {
    const { page } = await openMenu({ ...noodles, stock: 0 });
    expect(page.text()).toContain('已售罄');
    expect(page.find('[aria-label="加一份牛肉面"]').exists()).toBe(false);
  });

  test('empties the cart only after asking', async () => {
    const { page, press } = await openMenu(noodles);
    await press('加一份牛肉面');
    await press('清空');
    expect(page.get('dialog').text()).toContain('已选的 1 件菜品');
    await press('清空购物车');
    expect(page.text()).toContain('还没有选菜');
  });

  test('tells what the menu’s change did to the cart when the buyer comes back', async () => {
    const { page, press, readMenu } = await openMenu(noodles);
    await press('加一份牛肉面');
    readMenu.mockResolvedValueOnce(makeMenu({ ...noodles, priceFen: 3_000 }));
    window.dispatchEvent(new Event('online'));
    await flushPromises();
    expect(page.text()).toContain('牛肉面价格由 ¥28.00 变为 ¥30.00');
  });

  test('lets options be chosen, and adds what was chosen at its price', async () => {
    const { page, press } = await openMenu({ ...noodles, optionGroups: [size, extras] });
    await press('选牛肉面的规格');
    expect(page.get('dialog').text()).toContain('加入购物车 ¥25.00');
    for (const index of [1, 2]) await page.findAll('dialog input')[index]?.trigger('change');
    expect(page.get('dialog').text()).toContain('加入购物车 ¥35.00');
    await press('加入购物车 ¥35.00');
    expect(page.get('[aria-label="购物车"]').text()).toContain('大份、鸡蛋');
    expect(page.get('[aria-label="购物车"]').text()).toContain('¥35.00');
  });

  test('marks at once what sells out while it is open, in the menu and in the cart', async () => {
    const { page, press, line } = await openMenu({ ...noodles, stock: 4 });
    await press('加一份牛肉面');
    const event = { type: 'menu.stock', at: '2026-11-21T04:00:00.000Z', shopId: 1 };
    line.deliver('/topic/shops/1/menu', 1, { ...event, products: [{ productId: 1, stock: 0 }] });
    await flushPromises();
    expect(page.get('.product').text()).toContain('已售罄');
    expect(page.get('[aria-label="购物车"]').text()).toContain('已售罄，不会下单');
    line.deliver('/topic/shops/1/menu', 2, { ...event, products: [{ productId: 1, stock: 3 }] });
    await flushPromises();
    expect(page.get('[aria-label="购物车"]').text()).toContain('共 1 件');
  });

  test('loads anew, once and not at once, when staff changed something, and says in the cart what is gone', async () => {
    const { page, press, readMenu, line, catchUp } = await openMenu(noodles);
    await press('加一份牛肉面');
    readMenu.mockResolvedValueOnce(makeMenu(makeProduct({ id: 2, name: '酸梅汤' })));
    const event = { type: 'menu.changed', at: '2026-11-21T04:00:00.000Z', shopId: 1 };
    line.deliver('/topic/shops/1/menu', 1, event);
    line.deliver('/topic/shops/1/menu', 2, event);
    await flushPromises();
    expect(page.text()).not.toContain('酸梅汤');
    expect(await catchUp()).toBe(1);
    expect(page.text()).toContain('酸梅汤');
    const cart = page.get('[aria-label="购物车"]');
    expect(cart.text()).toContain('已下架，不会下单');
    await press('移除牛肉面');
    expect(cart.text()).toContain('还没有选菜');
  });

  test('says that it does not know the table, and leads to the shops', async () => {
    opened = await mountPage('/t/gone', {
      readTable: () => Promise.reject(refusalOf(404, 'table_not_found')),
    });
    expect(opened.page.get('[role="alert"]').text()).toContain('没有找到这张桌子');
    expect(opened.named('选择店铺').attributes('href')).toBe('/');
  });

  test('tries again after a failure of the network', async () => {
    const readTable = vi
      .fn()
      .mockRejectedValueOnce(refusalOf(0, 'network'))
      .mockResolvedValueOnce({ shop, table });
    opened = await mountPage('/t/T8', { readTable, readMenu: () => Promise.resolve(makeMenu(noodles)) });
    expect(opened.page.text()).toContain('连不上网络');
    await opened.press('重试');
    expect(opened.page.text()).toContain('牛肉面');
  });

  test('speaks English when asked, and remembers it', async () => {
    const { page, press } = await openMenu(noodles);
    await press('切换语言：English');
    await vi.waitFor(() => expect(page.text()).toContain('My orders'));
    expect(document.documentElement.lang).toBe('en');
    opened?.page.unmount();
    const again = await openMenu(noodles);
    expect(again.page.text()).toContain('My orders');
  });
});

describe('the start page', () => {
  test('goes straight to the only shop', async () => {
    opened = await mountPage('/', {
      listShops: () => Promise.resolve({ shops: [shop] }),
      readMenu: () => Promise.resolve(makeMenu(noodles)),
    });
    await opened.arrives('/shops/1');
  });

  test('lets the buyer choose among several', async () => {
    const shops = [shop, { ...shop, id: 2, name: '河边面馆' }];
    opened = await mountPage('/', { listShops: () => Promise.resolve({ shops }) });
    expect(opened.named('进入河边面馆点餐').attributes('href')).toBe('/shops/2');
  });
});
