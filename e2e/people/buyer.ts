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

/** The address of the demo shop's menu, for somebody who sits at no table. */
export async function shopUrl(serverUrl: string): Promise<string> {
  const { shops } = await createApi(serverUrl)('listShops');
  return `${serverUrl}/shops/${shops[0]?.id}`;
}

/** The trade that a buyer's page shows the code of. */
export async function openTradeOf(serverUrl: string, page: Page, orderId: number): Promise<TradeReply> {
  const cookies = await page.context().cookies();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  return createApi(serverUrl)('openTrade', { params: { orderId }, headers: { cookie } });
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
