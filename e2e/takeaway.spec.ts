import { createApi } from '@carillon/contract';
import type { Api } from '@carillon/contract';
import { demoLogin, payOnPhone, withCookies } from '@carillon/scripts/system';
import { expect, test } from './fixtures.ts';
import { openTradeOf, shopUrl } from './people/buyer.ts';
import { orderDelivery } from './people/home.ts';
import { startTakingOrders, statusOnBoard } from './people/staff.ts';

async function logInToApi(serverUrl: string): Promise<Api> {
  const staff = createApi(serverUrl, withCookies());
  await staff('logIn', { body: demoLogin });
  return staff;
}

test('a delivery goes from checkout to the door, and both sides follow', async ({ browser, system }) => {
  const { server, sandbox } = system;
  const staff = await startTakingOrders(browser, server.url);
  const counter = await logInToApi(server.url);
  const { page: buyer, orderId } = await orderDelivery(browser, server.url);
  await payOnPhone(sandbox.url, (await openTradeOf(server.url, buyer, orderId)).outTradeNo);

  await expect(staff.ring).toContainText('红烧肉');
  await expect(buyer.getByText('已通知商家，等待接单')).toBeVisible();
  await expect(buyer.getByRole('region', { name: '送到' })).toContainText('桂花巷 9 号 501');

  await counter('acceptOrder', { params: { orderId }, body: { promiseMinutes: 40 } });
  await expect(buyer.getByText(/预计 \d\d:\d\d 送达/)).toBeVisible();
  await expect(staff.card(orderId)).toHaveAttribute('data-status', 'accepted');

  await counter('sendOrder', { params: { orderId } });
  await expect(buyer.getByText('正在配送')).toBeVisible();
  await expect(staff.card(orderId)).toHaveAttribute('data-status', 'delivering');

  await counter('completeOrder', { params: { orderId } });
  await expect(buyer.getByText('已完成，请享用')).toBeVisible();
  await expect(staff.card(orderId)).toHaveAttribute('data-status', 'completed');
});

test('a buyer reminds the shop once a minute, as long as the order waits', async ({ browser, system }) => {
  const { server, sandbox } = system;
  const { page: buyer, orderId } = await orderDelivery(browser, server.url);
  await payOnPhone(sandbox.url, (await openTradeOf(server.url, buyer, orderId)).outTradeNo);

  await buyer.getByRole('button', { name: '催单' }).click();
  await expect(buyer.getByRole('button', { name: /已催单，\d+ 秒后可再催/ })).toBeDisabled();
  await buyer.reload();
  await expect(buyer.getByRole('button', { name: /已催单，\d+ 秒后可再催/ })).toBeDisabled();

  const counter = await logInToApi(server.url);
  await counter('acceptOrder', { params: { orderId } });
  await expect(buyer.getByText('商家已接单，正在制作')).toBeVisible();
  await expect(buyer.getByRole('button', { name: /催单/ })).toBeHidden();
});

test('a buyer cancels before the shop accepts, and sees the money come back', async ({ browser, system }) => {
  const { server, sandbox } = system;
  const { page: buyer, orderId } = await orderDelivery(browser, server.url);
  await payOnPhone(sandbox.url, (await openTradeOf(server.url, buyer, orderId)).outTradeNo);
  await expect.poll(() => statusOnBoard(server.url, orderId)).toBe('paid');

  await buyer.getByRole('button', { name: '取消订单' }).click();
  const question = buyer.getByRole('dialog', { name: '取消这个订单？' });
  await expect(question).toContainText('¥45.00 会原路退回');
  await question.getByRole('button', { name: '取消订单' }).click();
  await expect(buyer.getByText('您取消了这个订单')).toBeVisible();
  await expect(buyer.getByRole('region', { name: '退款' })).toContainText('¥45.00');
  await expect(buyer.getByText('退款已到账')).toBeVisible({ timeout: 45_000 });
  await buyer.getByRole('link', { name: '我的订单' }).click();
  await expect(buyer.getByRole('link', { name: /已取消，¥45.00/ })).toBeVisible();
});

test('an address that was written once is there the next time', async ({ browser, system }) => {
  const { page: buyer } = await orderDelivery(browser, system.server.url);
  await buyer.goto(await shopUrl(system.server.url));
  await buyer.getByRole('button', { name: '加一份红烧肉' }).click();
  await buyer.getByRole('link', { name: '去结算' }).click();
  await buyer.getByRole('radio', { name: '外卖配送' }).check();
  await expect(buyer.getByText('桂花巷 9 号 501')).toBeVisible();
  await expect(buyer.getByRole('button', { name: '提交订单 ¥43.00' })).toBeEnabled();
});
