import type { Browser, BrowserContext, Locator, Page } from '@playwright/test';
import { createApi } from '@carillon/contract';
import type { Order, OrderStatus } from '@carillon/contract';
import { demoLogin, withCookies } from '@carillon/scripts/system';
import { expect } from '../fixtures.ts';

/** Someone at the counter with the console open. */
export interface StaffMember {
  readonly context: BrowserContext;
  readonly page: Page;
  /** The dialog of the order that rings. */
  readonly ring: Locator;
  /** Says whether this device can ring; its attributes are measured on the sound itself. */
  readonly badge: Locator;
  /** Says how the line is. */
  readonly line: Locator;
  /** The card of one order on the board. */
  card(orderId: number): Locator;
  /** Waits for the ring, and answers it by the keyboard: its button to accept has the focus. */
  acceptRinging(): Promise<void>;
  /** Waits for the ring, and puts its pop-up off. */
  putOffRinging(): Promise<void>;
}

/** How many chimes of one kind a page of the console has played to their end; each kind is counted by itself. */
export async function chimesPlayed(
  page: Page,
  name: 'newOrder' | 'reminder' | 'success' | 'message',
): Promise<number> {
  const played = (await page.locator('[data-audio-state]').getAttribute('data-chimes-played')) ?? '{}';
  return (JSON.parse(played) as Partial<Record<typeof name, number>>)[name] ?? 0;
}

/** Opens the console on a desktop and logs in. */
export async function logInAs(browser: Browser, serverUrl: string, login = demoLogin): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' });
  const page = await context.newPage();
  await page.goto(`${serverUrl}/console/`);
  await page.getByLabel('用户名').fill(login.username);
  await page.getByLabel('密码').fill(login.password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  return page;
}

/** Opens the console on a desktop, logs in with the demo password and starts taking orders. */
export async function startTakingOrders(browser: Browser, serverUrl: string): Promise<StaffMember> {
  const page = await logInAs(browser, serverUrl);
  const ring = page.getByRole('dialog', { name: '新订单' });
  const staff = {
    context: page.context(),
    page,
    ring,
    badge: page.locator('[data-audio-state]'),
    line: page.locator('[data-line-state]'),
    card: (orderId: number) => page.locator(`[data-order-id="${orderId}"]`),
    async acceptRinging() {
      await expect(ring.getByRole('button', { name: /接单/ })).toBeFocused();
      await page.keyboard.press('Enter');
    },
    async putOffRinging() {
      await ring.getByRole('button', { name: '稍后' }).click();
      await expect(ring).toBeHidden();
    },
  };
  await page.getByRole('dialog', { name: '开始接单' }).getByRole('button', { name: '开始接单' }).click();
  await expect(staff.badge).toHaveAttribute('data-audio-state', 'running');
  await expect(staff.line).toHaveAttribute('data-line-state', 'online');
  return staff;
}

/** An order as staff read it, on a line of the test's own. */
export async function orderOnBoard(serverUrl: string, orderId: number): Promise<Order | undefined> {
  const staff = createApi(serverUrl, withCookies());
  const { staff: self } = await staff('logIn', { body: demoLogin });
  const { orders } = await staff('readBoard', { params: { shopId: self.shops[0]?.id ?? 0 } });
  await staff('logOut');
  return orders.find(({ id }) => id === orderId);
}

/** How staff read that an order stands. */
export async function statusOnBoard(serverUrl: string, orderId: number): Promise<OrderStatus | undefined> {
  return (await orderOnBoard(serverUrl, orderId))?.status;
}
