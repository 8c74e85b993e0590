import type { Browser, Page } from '@playwright/test';
import { expect } from '../fixtures.ts';
import { openOnPhone, shopUrl } from './buyer.ts';

/** Chooses, at home, enough for a delivery, and goes as far as the address that it lacks. */
export async function checkOutDelivery(browser: Browser, serverUrl: string): Promise<Page> {
  const page = await openOnPhone(browser, await shopUrl(serverUrl));
  await page.getByRole('button', { name: '加一份米饭' }).click();
  await expect(page.getByText('还差 ¥28.00 起送')).toBeVisible();
  await page.getByRole('button', { name: '加一份红烧肉' }).click();
  await expect(page.getByText('配送费 ¥5.00')).toBeVisible();
  await page.getByRole('link', { name: '去结算' }).click();

  await page.getByRole('radio', { name: '外卖配送' }).check();
  return page;
}

/** Orders what is delivered, up to its payment code. Returns the buyer's page and the order's id. */
export async function orderDelivery(
  browser: Browser,
  serverUrl: string,
): Promise<{ page: Page; orderId: number }> {
  const page = await checkOutDelivery(browser, serverUrl);
  await page.getByRole('button', { name: '填写收货地址' }).click();
  const sheet = page.getByRole('dialog', { name: '新增地址' });
  await sheet.getByLabel('联系人').fill('李雷');
  await sheet.getByLabel('电话').fill('138 0000 0000');
  await sheet.getByLabel('地址', { exact: true }).fill('桂花巷 9 号 501');
  await page.keyboard.press('Enter');
  await expect(sheet).toBeHidden();
  await page.getByRole('button', { name: '提交订单 ¥45.00' }).click();
  await expect(page.getByRole('img', { name: '微信支付付款码，¥45.00' })).toBeVisible();
  return { page, orderId: Number(/\/orders\/(\d+)/.exec(page.url())?.[1]) };
}
