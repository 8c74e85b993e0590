import { payOnPhone } from '@carillon/scripts/system';
import type { System } from '@carillon/scripts/system';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { orderWithoutPage } from './people/buyer.ts';
import { chimesPlayed, logInAs, orderOnBoard, startTakingOrders } from './people/staff.ts';

// Louder, every device, managers, and "no device can ring": seconds after the payment, or after the last one could.
test.use({ serverEnv: { RING_STEPS_SECONDS: '2,5,8,2' } });

async function sellSomething({ server, sandbox }: System): Promise<number> {
  const { order, trade } = await orderWithoutPage(server.url);
  await payOnPhone(sandbox.url, trade.outTradeNo);
  return order.id;
}

const badgeOf = (page: Page): Locator => page.locator('[data-audio-state]');
const chimesOf = (page: Page): Promise<number> => chimesPlayed(page, 'newOrder');

async function startIn(page: Page): Promise<void> {
  await page.getByRole('dialog', { name: '开始接单' }).getByRole('button', { name: '开始接单' }).click();
}

// The first of all: what devices of another test said would still count for a while.
test('an open shop without a device that can ring is told so, until one can', async ({ browser, system }) => {
  const page = await logInAs(browser, system.server.url);
  await page.getByRole('button', { name: '先看看，不响铃' }).click();
  const banner = page.getByText('来单不会有人听到');
  await expect(banner).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: '开始接单' }).click();
  await expect(badgeOf(page)).toHaveText('会响铃');
  await expect(banner).toBeHidden({ timeout: 30_000 });
});

test('of two tabs one rings, and the other takes over when it is closed', async ({ browser, system }) => {
  const first = await startTakingOrders(browser, system.server.url);
  await expect(first.badge).toHaveText('会响铃');
  const second = await first.context.newPage();
  await second.goto(`${system.server.url}/console/`);
  await startIn(second);
  await expect(badgeOf(second)).toHaveText('另一页会响');

  await sellSomething(system);
  await expect(second.getByRole('dialog', { name: '新订单' })).toBeVisible();
  await expect.poll(() => chimesOf(first.page)).toBeGreaterThan(0);
  expect(await chimesOf(second)).toBe(0);

  await first.page.close();
  await expect(badgeOf(second)).toHaveText('会响铃');
  await expect.poll(() => chimesOf(second)).toBeGreaterThan(0);
});

test('a device that is spared joins when nobody answers, and the order shows where its alert went', async ({
  browser,
  system,
}) => {
  const counter = await startTakingOrders(browser, system.server.url);
  const spared = await startTakingOrders(browser, system.server.url);
  await spared.badge.click();
  await spared.page.getByText('没人应答才响', { exact: true }).click();
  await spared.page.keyboard.press('Escape');

  const orderId = await sellSomething(system);
  await expect(spared.ring).toBeVisible();
  // Not before nobody had answered, however slowly this looks.
  expect(['everywhere', 'managers']).toContain((await orderOnBoard(system.server.url, orderId))?.ring?.step);
  await expect.poll(() => chimesOf(counter.page)).toBeGreaterThan(0);
  await expect.poll(() => chimesOf(spared.page)).toBeGreaterThan(0);

  await counter.ring.getByRole('button', { name: '稍后' }).click();
  // It pulses, and is never still enough for a pointer.
  await counter.card(orderId).getByRole('button', { name: '查看订单' }).press('Enter');
  const trail = counter.page.getByRole('region', { name: '提醒去向' });
  await expect(trail).toContainText('没人应答，所有设备响铃');
  await expect(trail).toContainText('没人应答，通知店长');
  await expect(trail).toContainText('看到了');
  await expect(trail.getByText(/响了$/)).toHaveCount(2);
});
