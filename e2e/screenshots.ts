/** Takes the README's pictures anew, of a fresh system: `node e2e/screenshots.ts`, after `npm run build`. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startSystem } from '@carillon/scripts/system';
import { chromium } from '@playwright/test';
import { openOnPhone, tableUrl } from './people/buyer.ts';
import { startTakingOrders } from './people/staff.ts';

const images = path.resolve(import.meta.dirname, '../docs/images');
const dataDir = await mkdtemp(path.join(tmpdir(), 'carillon-screenshots-'));
const system = await startSystem({ dataDir });
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
  const staff = await startTakingOrders(browser, system.server.url);
  await staff.page.setViewportSize({ width: 1280, height: 800 });

  const buyer = await openOnPhone(browser, await tableUrl(system.server.url));
  for (const dish of ['红烧肉', '麻婆豆腐', '米饭']) {
    await buyer.getByRole('button', { name: `加一份${dish}` }).click();
  }
  await buyer.mouse.move(200, 400);
  await buyer.mouse.wheel(0, -2000);
  await buyer.screenshot({ path: path.join(images, 'storefront-menu.png'), animations: 'disabled' });
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
  await phone.screenshot({ path: path.join(images, 'sandbox-phone.png'), animations: 'disabled' });

  await staff.ring.waitFor();
  await staff.page.screenshot({ path: path.join(images, 'console-ringing.png'), animations: 'disabled' });
  await buyer.getByText('已通知商家').waitFor();
  await buyer.screenshot({ path: path.join(images, 'storefront-progress.png'), animations: 'disabled' });
} finally {
  await browser.close();
  await system.stop();
  await rm(dataDir, { recursive: true });
}
