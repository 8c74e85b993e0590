import { createApi } from '@carillon/contract';
import type { Order, TradeReply } from '@carillon/contract';
import { demoLogin, orderSomething, withCookies } from '@carillon/scripts/system';
import type { Browser, Page } from '@playwright/test';

/** The address in the QR on the first table of the demo shop. */
export async function tableUrl(serverUrl: string): Promise<string> {
  const staff = createApi(serverUrl, withCookies());
  const { staff: self } = await staff('logIn', { body: demoLogin });
  const { tables } = await staff('listTables', { params: { shopId: self.shops[0]?.id ?? 0 } });
  await staff('logOut');
  return `${serverUrl}/t/${tables[0]?.code}`;
}

/** Opens a page on a phone of its own. */
export async function openOnPhone(browser: Browser, url: string): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    locale: 'zh-CN',
  });
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

/** Orders something and opens its trade, without a page. */
export async function orderWithoutPage(serverUrl: string): Promise<{ order: Order; trade: TradeReply }> {
  const buyer = createApi(serverUrl, withCookies());
  const { shops } = await buyer('listShops');
  const order = await orderSomething(
    buyer,
    await buyer('readMenu', { params: { shopId: shops[0]?.id ?? 0 } }),
  );
  return { order, trade: await buyer('openTrade', { params: { orderId: order.id } }) };
}
