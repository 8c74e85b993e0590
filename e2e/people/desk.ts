import type { Browser, Locator, Page } from '@playwright/test';
import type { System } from '@carillon/scripts/system';
import { tableUrl } from './buyer.ts';

const DESKTOP = { width: 1280, height: 800 };

/** Somebody at a desk who has ordered, and is to pay. */
export async function orderAtDesk(
  browser: Browser,
  { server }: System,
  prepare: (page: Page) => Promise<void> = () => Promise.resolve(),
): Promise<{ page: Page; outTradeNo: string; orderId: number }> {
  const context = await browser.newContext({ viewport: DESKTOP, locale: 'zh-CN' });
  const page = await context.newPage();
  await prepare(page);
  await page.goto(await tableUrl(server.url));
  await page.getByRole('button', { name: '加一份红烧肉' }).click();
  await page.getByRole('link', { name: '去结算' }).click();
  const opened = page.waitForResponse((answer) => answer.url().endsWith('/trade'));
  await page.getByRole('button', { name: /提交订单/ }).click();
  const { outTradeNo } = (await (await opened).json()) as { outTradeNo: string };
  await page.waitForURL(/\/orders\/\d+/);
  return { page, outTradeNo, orderId: Number(/\d+$/.exec(new URL(page.url()).pathname)?.[0]) };
}

/** The code in the pop-up over the order. */
export function codeOf(page: Page): Locator {
  return page.getByRole('dialog', { name: '等待支付' }).getByRole('img', { name: /付款码/ });
}
