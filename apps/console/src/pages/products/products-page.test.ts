import type { StaffCategory, StaffProduct } from '@carillon/contract';
import { flushPromises } from '@vue/test-utils';
import { describe, expect, test, vi } from 'vitest';
import { refusal } from '../../testing/fake-api.ts';
import type { Answers } from '../../testing/fake-api.ts';
import { fill, submitDialog } from '../../testing/fields.ts';
import { button, loggedIn, openConsole, press, staff, text } from '../../testing/open-console.ts';
import { aProduct } from '../../testing/products.ts';

const noodles = aProduct(1, { name: '牛肉面', priceFen: 2_800, stock: 7 });
const tea = aProduct(2, { name: '酸梅汤', categoryId: 2, priceFen: 650, onShelf: false });
const CATEGORIES: StaffCategory[] = [
  { id: 1, name: '主食' },
  { id: 2, name: '饮品' },
];

async function openProducts(answers: Answers = {}, products: StaffProduct[] = [noodles, tea]) {
  const opened = await openConsole('/shops/1/products', {
    ...loggedIn,
    listProducts: () => ({ products }),
    listCategories: () => ({ categories: CATEGORIES }),
    ...answers,
  });
  // The page is a script of its own, which the first test waits for.
  await vi.waitFor(() => expect(document.querySelector('h1')?.textContent).toBe('菜单'), 10_000);
  await flushPromises();
  await press('先看看，不响铃');
  return opened;
}

const rows = () => [...document.querySelectorAll<HTMLElement>('[data-product-id]')];
const names = () => rows().map((row) => row.querySelector('.name')?.textContent.trim());
const bodyOf = (options: unknown) => (options as { body: unknown }).body;

describe('the products of a shop', () => {
  test('are listed with price, stock and shelf, also those off it', async () => {
    await openProducts();
    expect(names()).toEqual(['牛肉面', '酸梅汤']);
    expect(rows()[0]?.textContent).toContain('¥28.00');
    expect(rows()[0]?.textContent).toContain('剩 7 份');
    expect(rows()[1]?.textContent).toContain('已下架');
  });

  test('are found by words, and come back when nothing fits', async () => {
    await openProducts();
    await fill('搜索菜名或描述', '牛肉');
    expect(names()).toEqual(['牛肉面']);
    await fill('搜索菜名或描述', '火锅');
    expect(text()).toContain('没有符合条件的菜品');
    await press('清除条件');
    expect(names()).toHaveLength(2);
  });

  test('go on and off the shelf with one tap', async () => {
    const shelved: unknown[] = [];
    await openProducts({
      shelveProduct: (options) => {
        shelved.push(bodyOf(options));
        return { product: { ...noodles, onShelf: false } };
      },
    });
    document.querySelector<HTMLElement>('[aria-label="牛肉面在售"]')?.click();
    await flushPromises();
    expect(shelved).toEqual([{ onShelf: false }]);
    expect(rows()[0]?.textContent).toContain('已下架');
    expect(text()).toContain('牛肉面已下架，顾客菜单上不再显示。');
  });

  test('say what they had when their stock is set', async () => {
    const set = vi.fn<NonNullable<Answers['setStock']>>(() => ({
      product: { ...noodles, stock: 20 },
      replaced: 5,
    }));
    await openProducts({ setStock: set });
    await press('牛肉面的库存：剩 7 份');
    await fill('现在还剩', '二十');
    await submitDialog();
    expect(text()).toContain('请填 0 到 100000 的整数。');
    await fill('现在还剩', '20');
    await submitDialog();
    expect(bodyOf(set.mock.calls[0]?.[0])).toEqual({ stock: 20 });
    expect(text()).toContain('牛肉面的库存改为 剩 20 份，之前是 剩 5 份。');
  });

  test('are added once the form is right', async () => {
    const save = vi.fn<NonNullable<Answers['saveProduct']>>(() => ({
      product: aProduct(3, { name: '凉皮' }),
    }));
    await openProducts({ saveProduct: save });
    await press('添加菜品');
    await fill('菜名', '凉皮');
    await submitDialog();
    expect(text()).toContain('价格要是数字');
    await fill('价格（元）', '12.5');
    expect(text()).not.toContain('价格要是数字');
    await press('添加一组选项');
    await fill('组名', '辣度');
    await fill('选项 1', '少辣');
    await submitDialog();
    expect(bodyOf(save.mock.calls[0]?.[0])).toMatchObject({
      ...{ name: '凉皮', categoryId: 1, priceFen: 1_250, stock: null, onShelf: true },
      optionGroups: [{ name: '辣度', min: 1, max: 1, choices: [{ name: '少辣', deltaFen: 0 }] }],
    });
    expect(text()).toContain('凉皮已添加。');
  });

  test('are not overwritten when somebody else was quicker, and what was typed stays', async () => {
    const change = vi.fn<NonNullable<Answers['changeProduct']>>(() =>
      Promise.reject(refusal(409, 'product_changed')),
    );
    await openProducts({ changeProduct: change });
    await press('编辑牛肉面');
    await fill('价格（元）', '30');
    await submitDialog();
    expect(bodyOf(change.mock.calls[0]?.[0])).toMatchObject({ priceFen: 3_000, version: 1 });
    expect(document.querySelector('.el-dialog [role="alert"]')?.textContent).toContain('别人刚改过这道菜');
    expect(document.querySelectorAll('.el-dialog form')).toHaveLength(1);
  });

  test('are removed only after asking', async () => {
    const remove = vi.fn(() => undefined);
    await openProducts({ removeProduct: remove });
    await press('编辑牛肉面');
    await press('删除这道菜');
    expect(remove).not.toHaveBeenCalled();
    expect(text()).toContain('以前的订单和报表不受影响');
    await submitDialog();
    expect(remove).toHaveBeenCalledOnce();
  });

  test('that could not be read say why, and are asked for again', async () => {
    let isDown = true;
    await openProducts({
      listProducts: () => {
        if (isDown) throw refusal(0, 'network');
        return { products: [noodles] };
      },
    });
    expect(text()).toContain('菜品没有读出来');
    isDown = false;
    await press('重试');
    expect(names()).toEqual(['牛肉面']);
  });

  test('let a clerk set shelf and stock, and nothing else', async () => {
    const shops = [{ id: 1, name: '川味小馆', role: 'clerk' as const }];
    await openProducts({ readSelf: () => ({ staff: { ...staff, shops } }) });
    expect(() => button('添加菜品')).toThrow();
    expect(() => button('编辑牛肉面')).toThrow();
    expect(button('牛肉面的库存：剩 7 份')).toBeDefined();
  });
});

describe('the dishes of one category', () => {
  const rice = aProduct(3, { name: '米饭', categoryId: 1 });

  async function openMains(answers: Answers = {}): Promise<void> {
    await openProducts({ listProducts: () => ({ products: [noodles, tea, rice] }), ...answers });
    expect(() => button('调整顺序')).toThrow();
    await fill('分类', '1');
    await press('调整顺序');
  }

  test('are moved by buttons that keep the focus, and saved in one', async () => {
    const sort = vi.fn<NonNullable<Answers['sortProducts']>>(() => ({ products: [rice, noodles, tea] }));
    await openMains({ sortProducts: sort });
    button('米饭上移').focus();
    await press('米饭上移');
    expect(document.activeElement?.getAttribute('aria-label')).toBe('米饭上移');
    expect(text()).toContain('米饭现在是第 1 个，共 2 个。');
    expect(sort).not.toHaveBeenCalled();
    await submitDialog();
    expect(bodyOf(sort.mock.calls[0]?.[0])).toEqual({ productIds: [3, 1] });
    expect(names()).toEqual(['米饭', '牛肉面']);
    expect(text()).toContain('主食的顺序已保存。');
  });

  test('are read again when somebody else has added one meanwhile', async () => {
    let products = [noodles, tea, rice];
    const sort = vi.fn(() => Promise.reject(refusal(409, 'sorting_outdated')));
    await openMains({ listProducts: () => ({ products }), sortProducts: sort });
    products = [...products, aProduct(4, { name: '馒头', categoryId: 1 })];
    await submitDialog();
    expect(button('馒头上移')).toBeDefined();
  });
});

describe('the categories', () => {
  test('are moved by their buttons, which keep the focus', async () => {
    const sort = vi.fn<NonNullable<Answers['sortCategories']>>(() => ({
      categories: CATEGORIES.toReversed(),
    }));
    await openProducts({ sortCategories: sort });
    await press('管理分类');
    button('主食下移').focus();
    await press('主食下移');
    expect(bodyOf(sort.mock.calls[0]?.[0])).toEqual({ categoryIds: [2, 1] });
    expect(text()).toContain('主食现在是第 2 个，共 2 个。');
    expect(document.activeElement?.getAttribute('aria-label')).toBe('主食下移');
  });

  test('are renamed in place, and added below', async () => {
    const change = vi.fn<NonNullable<Answers['changeCategory']>>(() => ({
      categories: [{ id: 1, name: '面食' }],
    }));
    const save = vi.fn<NonNullable<Answers['saveCategory']>>(() => ({
      categories: [...CATEGORIES, { id: 3, name: '小吃' }],
    }));
    await openProducts({ changeCategory: change, saveCategory: save });
    await press('管理分类');
    await fill('主食的名字', '面食');
    expect(bodyOf(change.mock.calls[0]?.[0])).toEqual({ name: '面食' });
    await fill('新分类', '小吃');
    await submitDialog();
    expect(bodyOf(save.mock.calls[0]?.[0])).toEqual({ name: '小吃' });
  });

  test('that hold something cannot be removed', async () => {
    const empty = [...CATEGORIES, { id: 3, name: '小吃' }];
    const remove = vi.fn<NonNullable<Answers['removeCategory']>>(() => ({ categories: CATEGORIES }));
    await openProducts({ listCategories: () => ({ categories: empty }), removeCategory: remove });
    await press('管理分类');
    const held = button('不能删除主食：里面还有菜品');
    expect([held.title, held.getAttribute('aria-disabled')]).toEqual(['不能删除主食：里面还有菜品', 'true']);
    await press('删除小吃');
    expect(remove).toHaveBeenCalledOnce();
  });
});
