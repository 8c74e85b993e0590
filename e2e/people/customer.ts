import { createApi } from '@carillon/contract';
import { orderSomething, payOnPhone } from '@carillon/scripts/system';
import type { System } from '@carillon/scripts/system';
import type { Browser, Page } from '@playwright/test';
import { expect } from '../fixtures.ts';
import { openOnPhone, tableUrl } from './buyer.ts';

/** Opens a phone on the page of an order that was placed and paid with it. */
export async function openPaidOrder(
  browser: Browser,
  { server, sandbox }: System,
): Promise<{ page: Page; orderId: number }> {
  const page = await openOnPhone(browser, await tableUrl(server.url));
  // Reading the menu gives the phone its cookie: with another than that, the order would not be this phone's.
  await expect(page.getByRole('button', { name: /^加一份/ }).first()).toBeVisible();
  const { request } = page.context();
  // The page's own cookies: the order is this phone's.
  const buyer = createApi(server.url, async (url, { method = 'GET', headers, body } = {}) => {
    const answer = await request.fetch(url instanceof Request ? url.url : url.toString(), {
      method,
      headers: Object.fromEntries(new Headers(headers)),
      ...(typeof body === 'string' && { data: body }),
    });
    return new Response(await answer.body(), { status: answer.status() });
  });
  const { shops } = await buyer('listShops');
  const order = await orderSomething(
    buyer,
    await buyer('readMenu', { params: { shopId: shops[0]?.id ?? 0 } }),
  );
  const trade = await buyer('openTrade', { params: { orderId: order.id } });
  await payOnPhone(sandbox.url, trade.outTradeNo);
  await page.goto(`${server.url}/orders/${order.id}`);
  await expect(page.getByText('已通知商家，等待接单')).toBeVisible();
  return { page, orderId: order.id };
}
