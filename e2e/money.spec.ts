import { expect, test } from './fixtures.ts';
import { openPaidOrder } from './people/customer.ts';
import { startTakingOrders } from './people/staff.ts';

test('a part goes back from the console, and buyer, payments and report follow', async ({
  browser,
  system,
}) => {
  const staff = await startTakingOrders(browser, system.server.url);
  const { page: buyer, orderId } = await openPaidOrder(browser, system);
  await staff.acceptRinging();
  await expect(staff.card(orderId)).toHaveAttribute('data-status', 'accepted');

  await staff.card(orderId).getByRole('button', { name: '查看订单' }).click();
  const drawer = staff.page.getByRole('dialog', { name: '订单详情' });
  await drawer.getByRole('button', { name: /^退款：/ }).click();
  const dialog = staff.page.getByRole('dialog', { name: /^退款/ });
  await dialog.getByText('部分').click();
  await dialog.getByLabel('金额（元）').fill('1.5');
  await dialog.getByText('餐品有误').click();
  await dialog.getByRole('button', { name: '退 ¥1.50' }).click();
  await expect(drawer.getByText('餐品有误')).toBeVisible();
  await expect(drawer.locator('[data-refund-state="succeeded"]')).toBeVisible({ timeout: 30_000 });
  await expect(buyer.getByText('¥1.50 已退回付款时用的账户')).toBeVisible();

  await staff.page.keyboard.press('Escape');
  await expect(drawer).toBeHidden();
  await staff.page.getByRole('link', { name: '账目' }).click();
  await staff.page.getByText('有退款').click();
  const payment = staff.page.locator('[data-payment-id]').first();
  await expect(payment).toContainText('已退 ¥1.50');
  await payment.getByRole('button', { expanded: false }).click();
  await expect(payment).toContainText('已退还顾客');
  await expect(payment).toContainText('餐品有误');

  await staff.page.getByRole('link', { name: '日报' }).click();
  await expect(staff.page.getByRole('table', { name: /按时段/ })).toBeVisible();
  await expect(staff.page.getByRole('img', { name: /按时段/ }).locator('svg')).toBeVisible();
  await expect(staff.page.getByText(/笔，当天到账/)).not.toContainText('0 笔');
  const download = staff.page.waitForEvent('download');
  await staff.page.getByRole('link', { name: '下载表格（CSV）' }).click();
  expect((await download).suggestedFilename()).toMatch(/\.csv$/);
});

test('an order is rejected with a reason, and the buyer reads it', async ({ browser, system }) => {
  const staff = await startTakingOrders(browser, system.server.url);
  const { page: buyer, orderId } = await openPaidOrder(browser, system);
  await staff.putOffRinging();
  await staff.card(orderId).getByRole('button', { name: '查看订单' }).click();
  const drawer = staff.page.getByRole('dialog', { name: '订单详情' });
  await drawer.getByRole('button', { name: /^拒单：/ }).click();
  const dialog = staff.page.getByRole('dialog', { name: /^拒单/ });
  await dialog.getByText('太忙，做不过来').click();
  await dialog.getByRole('button', { name: /^拒单，退/ }).click();
  await expect(staff.card(orderId)).toHaveCount(0);
  await expect(buyer.getByText('太忙，做不过来').first()).toBeVisible();
});

test('yesterday is compared with WeChat’s bill, and the state stays', async ({ browser, system }) => {
  const { page } = await startTakingOrders(browser, system.server.url);
  await page.getByRole('link', { name: '账目' }).click();
  await page.getByRole('link', { name: '对账' }).click();
  const yesterday = page.locator('[data-bill-day]').first();
  await yesterday.getByRole('button', { expanded: false }).click();
  await yesterday.getByRole('button', { name: /对账$/ }).click();
  await expect(yesterday).toHaveAttribute('data-bill-standing', /^(?:matched|not_ready)$/);
  await page.reload();
  await expect(yesterday).toHaveAttribute('data-bill-standing', /^(?:matched|not_ready)$/);
});
