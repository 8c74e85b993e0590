import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { openPaidOrder } from './people/customer.ts';
import { chimesPlayed, startTakingOrders } from './people/staff.ts';

/** What a page shows of a conversation, from the oldest message on. */
function messagesOf(page: Page) {
  return page.getByRole('log').locator('p[class*="text"], p.bubble');
}

async function write(page: Page, field: string, text: string): Promise<void> {
  await page.getByLabel(field).fill(text);
  await page.getByRole('button', { name: '发送', exact: true }).click();
}

test('buyer and staff write to each other about an order, each hearing at once', async ({
  browser,
  system,
}) => {
  const staff = await startTakingOrders(browser, system.server.url);
  const buyer = await openPaidOrder(browser, system);
  await staff.acceptRinging();
  const card = staff.card(buyer.orderId);
  await expect(card).toHaveAttribute('data-status', 'accepted');

  await buyer.page.getByRole('button', { name: '联系店家' }).click();
  await write(buyer.page, '写给店家', '少放辣 <b>谢谢</b>');
  await expect(card.getByRole('button', { name: '1 条未读消息' })).toBeVisible();
  // The order's own ring, and the bell of its acceptance, may sound on meanwhile.
  await expect.poll(() => chimesPlayed(staff.page, 'message')).toBe(1);
  await expect(staff.ring).toBeHidden();
  await expect(messagesOf(buyer.page)).toHaveText(['少放辣 <b>谢谢</b>']);

  await card.getByRole('button', { name: '1 条未读消息' }).click();
  const drawer = staff.page.getByRole('dialog', { name: '订单详情' });
  await expect(messagesOf(staff.page)).toHaveText(['少放辣 <b>谢谢</b>']);
  await drawer.getByRole('button', { name: '好的，马上' }).click();
  await expect(messagesOf(buyer.page)).toHaveText(['少放辣 <b>谢谢</b>', '好的，马上']);
  await expect(drawer.getByText('老陈 ·')).toBeVisible();
  await expect(card.getByText('条未读消息')).toHaveCount(0);

  await buyer.page.getByRole('button', { name: '关闭' }).click();
  await write(staff.page, '写给顾客', '要不要再加一份米饭');
  const contact = buyer.page.getByRole('button', { name: '联系店家' });
  await expect(contact).toContainText('1 条未读消息');
  await expect(contact).toContainText('店家：要不要再加一份米饭');
  await contact.click();
  await expect(contact).not.toContainText('未读');
});

test('what is written while a phone is offline arrives once, in order, when it is back', async ({
  browser,
  system,
}) => {
  const staff = await startTakingOrders(browser, system.server.url);
  const buyer = await openPaidOrder(browser, system);
  await staff.acceptRinging();
  await staff
    .card(buyer.orderId)
    .getByRole('button', { name: /^查看订单/ })
    .click();
  await expect(staff.line).toHaveAttribute('data-line-state', 'online');
  await buyer.page.getByRole('button', { name: '联系店家' }).click();
  await write(buyer.page, '写给店家', '在吗');
  await expect(messagesOf(staff.page)).toHaveText(['在吗']);

  await buyer.page.context().setOffline(true);
  const answers = ['在', '您说', '想要点什么'];
  for (const [index, answer] of answers.entries()) {
    await write(staff.page, '写给顾客', answer);
    await expect(messagesOf(staff.page)).toHaveText(['在吗', ...answers.slice(0, index + 1)]);
  }
  await expect(buyer.page.getByText('连接断开。写好的消息会在恢复后自动发出')).toBeVisible({
    timeout: 45_000,
  });
  await write(buyer.page, '写给店家', '再来一份米饭');
  await expect(buyer.page.getByText('等待连接，恢复后自动发送')).toBeVisible();
  await expect(messagesOf(buyer.page)).toHaveText(['在吗', '再来一份米饭']);

  await buyer.page.context().setOffline(false);
  const whole = ['在吗', ...answers, '再来一份米饭'];
  await expect(messagesOf(buyer.page)).toHaveText(whole, { timeout: 45_000 });
  await expect(messagesOf(staff.page)).toHaveText(whole);
  await expect(buyer.page.getByText('等待连接')).toHaveCount(0);
});

test('a server that is killed under both takes up the conversation where it was', async ({
  browser,
  system,
}) => {
  const staff = await startTakingOrders(browser, system.server.url);
  const buyer = await openPaidOrder(browser, system);
  await staff.acceptRinging();
  await staff
    .card(buyer.orderId)
    .getByRole('button', { name: /^查看订单/ })
    .click();
  await buyer.page.getByRole('button', { name: '联系店家' }).click();
  await write(buyer.page, '写给店家', '一');
  await expect(messagesOf(staff.page)).toHaveText(['一']);
  // By now the console has read whom to answer.
  await expect(staff.page.getByRole('button', { name: '好的，马上' })).toBeEnabled();

  await system.server.kill();
  await write(buyer.page, '写给店家', '二');
  await write(staff.page, '写给顾客', '三');
  await system.restartServer();
  for (const page of [buyer.page, staff.page]) {
    await expect(messagesOf(page)).toHaveCount(3, { timeout: 45_000 });
    await expect(page.getByRole('log').getByText('二')).toHaveCount(1);
    await expect(page.getByRole('log').getByText('三')).toHaveCount(1);
  }
});
