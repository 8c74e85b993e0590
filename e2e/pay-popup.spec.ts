import { payOnPhone } from '@carillon/scripts/system';
import { expect, test } from './fixtures.ts';
import { openPaidOrder } from './people/customer.ts';
import { codeOf, orderAtDesk } from './people/desk.ts';
import { startTakingOrders } from './people/staff.ts';

test('at a desk the code is in a pop-up over the order, which closes by itself when it is paid', async ({
  browser,
  system,
}) => {
  const staff = await startTakingOrders(browser, system.server.url);
  const { page, outTradeNo, orderId } = await orderAtDesk(browser, system);
  await expect(codeOf(page)).toBeVisible();
  await expect(page.getByText(/付款码 [0-5]:\d\d 后更新/)).toBeVisible();

  await page.keyboard.press('Escape');
  await expect(codeOf(page)).toBeHidden();
  const show = page.getByRole('button', { name: '显示付款码' });
  await show.focus();
  await page.keyboard.press('Enter');
  await expect(codeOf(page)).toBeVisible();
  await page.getByRole('button', { name: '关闭' }).click();
  await expect(show).toBeFocused();
  await show.click();

  await payOnPhone(system.sandbox.url, outTradeNo);
  await expect(page.getByRole('paragraph').filter({ hasText: '支付成功' })).toBeVisible();
  await expect(page.getByRole('dialog', { name: '等待支付' })).toHaveCount(0);
  await expect(staff.ring).toContainText('红烧肉');
  await staff.acceptRinging();
  await expect(staff.card(orderId)).toHaveAttribute('data-status', 'accepted');
  await expect(page.getByText('商家已接单，正在制作')).toBeVisible();
});

test('where no WebSocket gets through, the page asks with patience, and hears all the same', async ({
  browser,
  system,
}) => {
  const waits: string[] = [];
  const { page, outTradeNo } = await orderAtDesk(browser, system, async (fresh) => {
    await fresh.routeWebSocket(/./, (socket) => socket.close());
    fresh.on('response', (answer) => {
      if (answer.url().endsWith('/result')) waits.push(answer.headers()['preference-applied'] ?? '');
    });
  });
  await expect(codeOf(page)).toBeVisible();
  await expect.poll(() => waits.length, { timeout: 30_000 }).toBeGreaterThan(0);
  await payOnPhone(system.sandbox.url, outTradeNo);
  await expect(page.getByRole('paragraph').filter({ hasText: '支付成功' })).toBeVisible();
  await expect.poll(() => waits).toContain('wait=25');
});

test('a console rings otherwise when a buyer asks where the order stays', async ({ browser, system }) => {
  const staff = await startTakingOrders(browser, system.server.url);
  const buyer = await openPaidOrder(browser, system);
  await expect(staff.ring).toContainText('新订单');
  await staff.putOffRinging();
  await buyer.page.getByRole('button', { name: '催单' }).click();
  const asked = staff.page.getByRole('dialog', { name: '客户催单' });
  await expect(asked).toContainText('刚刚催单');
  await expect(staff.card(buyer.orderId)).toContainText('刚刚催单');
});
