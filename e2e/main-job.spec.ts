import { payOnPhone } from '@carillon/scripts/system';
import { expect, test } from './fixtures.ts';
import { openOnPhone, orderWithoutPage, tableUrl } from './people/buyer.ts';
import { chimesPlayed, startTakingOrders, statusOnBoard } from './people/staff.ts';

test('a buyer orders and pays, the console rings, and the buyer follows', async ({ browser, system }) => {
  const { server, sandbox } = system;
  const staff = await startTakingOrders(browser, server.url);

  const buyer = await openOnPhone(browser, await tableUrl(server.url));
  await buyer.getByRole('button', { name: '加一份红烧肉' }).click();
  await buyer.getByRole('link', { name: '去结算' }).click();
  await buyer.getByRole('button', { name: '提交订单 ¥38.00' }).click();
  await expect(buyer.getByRole('img', { name: '微信支付付款码，¥38.00' })).toBeVisible();

  const phone = await openOnPhone(browser, sandbox.url);
  await phone.getByRole('button', { name: '¥38.00' }).click();
  await phone.getByRole('button', { name: '付款 ¥38.00' }).click();
  await expect(phone.getByText('支付成功')).toBeVisible();

  await expect(staff.ring).toContainText('红烧肉');
  await expect(staff.ring).toContainText('¥38.00');
  await expect.poll(() => chimesPlayed(staff.page, 'newOrder')).toBeGreaterThan(0);
  expect(Number(await staff.badge.getAttribute('data-chime-peak'))).toBeGreaterThan(0);

  await expect(buyer.getByText('已通知商家，等待接单')).toBeVisible();
  const orderId = Number(/\/orders\/(\d+)/.exec(buyer.url())?.[1]);
  await staff.acceptRinging();
  await expect(staff.card(orderId)).toHaveAttribute('data-status', 'accepted');
  await expect(buyer.getByText('商家已接单，正在制作')).toBeVisible();

  await staff.card(orderId).getByRole('button', { name: '完成' }).click();
  await expect(buyer.getByText('已完成，请享用')).toBeVisible();
  await Promise.all(
    [staff, { context: buyer.context() }, { context: phone.context() }].map((one) => one.context.close()),
  );
});

test('a console that was offline is told what came meanwhile, in order, once', async ({
  browser,
  system,
}) => {
  const { server, sandbox } = system;
  const staff = await startTakingOrders(browser, server.url);

  await staff.context.setOffline(true);
  await expect(staff.line).toHaveAttribute('data-line-state', 'offline', { timeout: 45_000 });
  const missed = [await orderWithoutPage(server.url), await orderWithoutPage(server.url)];
  for (const { trade } of missed) await payOnPhone(sandbox.url, trade.outTradeNo);
  for (const { order } of missed) await expect.poll(() => statusOnBoard(server.url, order.id)).toBe('paid');
  await staff.context.setOffline(false);

  await expect(staff.line).toHaveAttribute('data-line-state', 'online', { timeout: 45_000 });
  const summary = staff.page.getByRole('status', { name: '连接已恢复' });
  await expect(summary).toContainText('期间 2 笔新订单');
  await expect(summary.getByRole('listitem')).toHaveText(missed.map(({ order }) => new RegExp(order.number)));
  for (const { order } of missed) await expect(staff.card(order.id)).toHaveCount(1);
  await expect(staff.ring).toBeVisible();
});

test('a server that is killed between payment and ring still rings', async ({ browser, system }) => {
  const staff = await startTakingOrders(browser, system.server.url);
  const { order, trade } = await orderWithoutPage(system.server.url);

  await system.server.kill();
  await payOnPhone(system.sandbox.url, trade.outTradeNo);
  await expect(staff.line).toHaveAttribute('data-line-state', 'offline');
  await system.restartServer();

  await expect(staff.ring).toContainText(order.number, { timeout: 45_000 });
  await expect(staff.card(order.id)).toHaveAttribute('data-status', 'paid');
});

test('a server that is killed after settling, before the console heard, still rings', async ({
  browser,
  system,
}) => {
  const staff = await startTakingOrders(browser, system.server.url);
  const { order, trade } = await orderWithoutPage(system.server.url);

  await staff.context.setOffline(true);
  await expect(staff.line).toHaveAttribute('data-line-state', 'offline', { timeout: 45_000 });
  await payOnPhone(system.sandbox.url, trade.outTradeNo);
  await expect.poll(() => statusOnBoard(system.server.url, order.id)).toBe('paid');
  await system.server.kill();
  await system.restartServer();
  await staff.context.setOffline(false);

  await expect(staff.ring).toContainText(order.number, { timeout: 45_000 });
});
