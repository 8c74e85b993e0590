import { expect, test } from './fixtures.ts';
import { openOnPhone, tableUrl } from './people/buyer.ts';
import { startTakingOrders } from './people/staff.ts';

test('a dish is added with a picture and options, ordered from a menu that was open, and leaves it', async ({
  browser,
  system,
}) => {
  const buyer = await openOnPhone(browser, await tableUrl(system.server.url));
  await expect(buyer.getByRole('button', { name: /^加一份/ }).first()).toBeVisible();
  const staff = await startTakingOrders(browser, system.server.url);
  const { page } = staff;

  await page.getByRole('link', { name: '菜单' }).click();
  await page.getByRole('button', { name: '添加菜品' }).click();
  const editor = page.getByRole('dialog', { name: '添加菜品' });
  await editor.getByLabel('菜名').fill('肥肠粉');
  await editor.getByLabel('价格（元）').fill('16');
  const picture = await page.screenshot({ type: 'jpeg' });
  await editor.locator('input[type="file"]').setInputFiles({
    name: 'dish.jpg',
    mimeType: 'image/jpeg',
    buffer: picture,
  });
  await expect(editor.getByRole('img', { name: '图片预览' })).toBeVisible();
  await editor.getByRole('button', { name: '添加一组选项' }).click();
  await editor.getByLabel('组名').fill('辣度');
  await editor.getByLabel('选项 1', { exact: true }).fill('微辣');
  await editor.getByRole('button', { name: '添加选项' }).click();
  await editor.getByLabel('选项 2', { exact: true }).fill('加两节肠头');
  await editor.getByLabel('加价（元）').nth(1).fill('6');
  await editor.getByRole('button', { name: '保存' }).click();
  await expect(page.getByText('肥肠粉已添加。')).toBeVisible();

  // The buyer does nothing: the open menu follows.
  const dish = buyer.getByRole('listitem', { name: '肥肠粉' });
  await expect(dish).toBeVisible();
  await dish.scrollIntoViewIfNeeded();
  await expect(dish.locator('img')).toHaveAttribute('src', /^\/pictures\/[0-9a-f]{64}\/small\.webp$/);
  const address = (await dish.locator('img').getAttribute('src')) ?? '';
  const shown = await buyer.request.get(system.server.url + address);
  expect([shown.status(), shown.headers()['content-type']]).toEqual([200, 'image/webp']);
  await dish.getByRole('button', { name: '选肥肠粉的规格' }).click();
  const sheet = buyer.getByRole('dialog');
  await sheet.getByText('加两节肠头').click();
  await sheet.getByRole('button', { name: '加入购物车 ¥22.00' }).click();
  await buyer.getByRole('link', { name: '去结算' }).click();
  await expect(buyer.getByText('加两节肠头')).toBeVisible();
  await buyer.getByRole('button', { name: '提交订单 ¥22.00' }).click();
  await expect(buyer.getByText('加两节肠头')).toBeVisible();
  await expect(buyer).toHaveURL(/\/orders\/\d+$/);

  const other = await openOnPhone(browser, await tableUrl(system.server.url));
  const offered = other.getByRole('listitem', { name: '肥肠粉' });
  await offered.getByRole('button', { name: '选肥肠粉的规格' }).click();
  await other.getByRole('button', { name: '加入购物车 ¥16.00' }).click();
  await page.getByRole('switch', { name: '肥肠粉在售' }).click({ force: true });
  await expect(page.getByText('肥肠粉已下架，顾客菜单上不再显示。')).toBeVisible();
  await expect(offered).toHaveCount(0);
  await other.getByRole('button', { name: /查看购物车/ }).click();
  await expect(other.getByText('已下架，不会下单')).toBeVisible();
});
