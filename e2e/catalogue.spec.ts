import { MAX_PICTURE_BYTES } from '@carillon/contract';
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
  const sent = page.waitForRequest((request) => request.url().endsWith('/pictures'));
  expect(await page.evaluate<number>(chooseLargePhoto)).toBeGreaterThan(MAX_PICTURE_BYTES);
  expect(Number(await (await sent).headerValue('content-length'))).toBeLessThan(MAX_PICTURE_BYTES);
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

/**
 * Chooses, in the page's only field for files, a photo of twelve megapixels, so full of detail that it is large. It is
 * made in the page: as many bytes would take long on their way there.
 * @returns its bytes
 */
const chooseLargePhoto = `(async () => {
  const canvas = new OffscreenCanvas(4000, 3000);
  const pixels = new ImageData(canvas.width, canvas.height);
  const numbers = new Uint32Array(pixels.data.buffer);
  for (let at = 0, noise = 1; at < numbers.length; at += 1) {
    noise = (Math.imul(noise, 1664525) + 1013904223) >>> 0;
    numbers[at] = noise | 0xff000000;
  }
  canvas.getContext('2d').putImageData(pixels, 0, 0);
  const photo = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
  const chosen = new DataTransfer();
  chosen.items.add(new File([photo], 'dish.jpg', { type: photo.type }));
  const field = document.querySelector('input[type="file"]');
  field.files = chosen.files;
  field.dispatchEvent(new Event('change', { bubbles: true }));
  return photo.size;
})()`;
