/** Takes the README's pictures anew, of a fresh system: `node e2e/screenshots.ts`, after `npm run build`. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startSystem } from '@carillon/scripts/system';
import { chromium } from '@playwright/test';
import type { Page } from '@playwright/test';
import { openOnPhone, tableUrl } from './people/buyer.ts';
import { buyPass } from './people/pass-holder.ts';
import { readCode } from './people/read-code.ts';
import { startTakingOrders } from './people/staff.ts';

/** Waits, in the page, for its pictures; those below its edge load once they are scrolled to. */
const PICTURES_LOADED = `Promise.all([...document.images]
  .filter((image) => image.getBoundingClientRect().top < innerHeight)
  .map((image) => image.decode().catch(() => undefined)))`;
const images = path.resolve(import.meta.dirname, '../docs/images');
const dataDir = await mkdtemp(path.join(tmpdir(), 'carillon-screenshots-'));
const system = await startSystem({ dataDir });
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
  const staff = await startTakingOrders(browser, system.server.url);
  await staff.page.setViewportSize({ width: 1280, height: 800 });

  const buyer = await openOnPhone(browser, await tableUrl(system.server.url));
  await buyer.getByRole('button', { name: '选担担面的规格' }).click();
  await buyer.getByRole('checkbox', { name: /脆臊/ }).check();
  await takePicture(buyer, 'storefront-options');
  await buyer.getByRole('dialog').getByRole('button', { name: '关闭' }).click();
  for (const dish of ['米饭', '麻婆豆腐', '红烧肉']) {
    await buyer.getByRole('button', { name: `加一份${dish}` }).click();
  }
  await buyer.getByRole('heading', { name: '红烧肉' }).scrollIntoViewIfNeeded();
  await takePicture(buyer, 'storefront-menu');
  await buyer.getByRole('link', { name: '去结算' }).click();
  await buyer.getByRole('textbox', { name: '备注' }).fill('微辣，不要香菜');
  await buyer.getByRole('button', { name: /提交订单/ }).click();
  await buyer.getByRole('img', { name: /付款码/ }).waitFor();

  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'zh-CN' });
  const phone = await context.newPage();
  await phone.goto(system.sandbox.url);
  await phone.getByRole('button', { name: '¥62.00' }).click();
  await phone.getByRole('button', { name: '付款 ¥62.00' }).click();
  await phone.getByText('已送达').waitFor();
  await takePicture(phone, 'sandbox-phone');

  await staff.ring.waitFor();
  await takePicture(staff.page, 'console-ringing');
  await buyer.getByText('已通知商家').waitFor();
  await takePicture(buyer, 'storefront-progress');

  await staff.acceptRinging();
  await staff.ring.waitFor({ state: 'hidden' });
  await staff.page.getByRole('link', { name: '订单', exact: true }).click();
  await staff.page
    .getByRole('link', { name: /八号桌|一号桌/ })
    .first()
    .click();
  await staff.page.getByRole('region', { name: '提醒去向' }).waitFor();
  await staff.page.getByText('还没有消息').waitFor();
  await takePicture(staff.page, 'console-order');
  await staff.page.getByRole('link', { name: '菜单' }).click();
  await staff.page.locator('[data-product-id]').first().waitFor();
  await takePicture(staff.page, 'console-menu');
  await staff.page.getByRole('link', { name: '桌码' }).click();
  await staff.page
    .getByRole('img', { name: /点餐二维码$/ })
    .first()
    .waitFor();
  await takePicture(staff.page, 'console-tables');

  const holder = await buyPass(browser, system.server.url, system.sandbox.url);
  await holder.show();
  await takePicture(holder.page, 'storefront-pass');
  await staff.page.getByRole('link', { name: '核销' }).click();
  await staff.page.getByRole('textbox', { name: '次卡码' }).fill(await readCode(holder.code));
  await staff.page.keyboard.press('Enter');
  await staff.page.locator('[data-outcome=taken]').waitFor();
  await takePicture(staff.page, 'console-scan');
} finally {
  await browser.close();
  await system.stop();
  await rm(dataDir, { recursive: true });
}

/** Takes the picture of a page once everything in it is there. */
async function takePicture(page: Page, name: string): Promise<void> {
  await page.evaluate(PICTURES_LOADED);
  await page.screenshot({ path: path.join(images, `${name}.png`), animations: 'disabled' });
}
