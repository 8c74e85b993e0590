import { payOnPhone } from '@carillon/scripts/system';
import { expectAccessible } from './expect-accessible.ts';
import { expect, test } from './fixtures.ts';
import { openOnPhone, openTradeOf, tableUrl } from './people/buyer.ts';
import { openPaidOrder } from './people/customer.ts';
import { codeOf, orderAtDesk } from './people/desk.ts';
import { checkOutDelivery, orderDelivery } from './people/home.ts';
import { startTakingOrders } from './people/staff.ts';

// Walks through many states, each of them looked at by day and by night.
test.describe.configure({ timeout: 180_000 });

test('axe finds nothing to mend on the way from the menu to an accepted order', async ({
  browser,
  system,
}) => {
  const { server, sandbox } = system;
  const buyer = await openOnPhone(browser, await tableUrl(server.url));
  await buyer.getByRole('button', { name: '加一份麻婆豆腐' }).click();
  await expectAccessible(buyer);
  await buyer.getByRole('link', { name: '去结算' }).click();
  await expect(buyer.getByRole('button', { name: /提交订单/ })).toBeVisible();
  await expectAccessible(buyer);
  await buyer.getByRole('button', { name: /提交订单/ }).click();
  await expect(buyer.getByRole('img', { name: /付款码/ })).toBeVisible();
  await expectAccessible(buyer);

  const phone = await openOnPhone(browser, sandbox.url);
  await phone.getByRole('button', { name: '¥22.00' }).click();
  await expectAccessible(phone);

  const desk = await (await browser.newContext({ locale: 'zh-CN' })).newPage();
  await desk.goto(`${server.url}/console/`);
  await expect(desk.getByLabel('用户名')).toBeVisible();
  await expectAccessible(desk);

  const staff = await startTakingOrders(browser, server.url);
  await phone.getByRole('button', { name: '付款 ¥22.00' }).click();
  await expect(staff.ring).toBeVisible();
  await expectAccessible(staff.page);
  await staff.acceptRinging();
  await expect(staff.ring).toBeHidden();
  await expectAccessible(staff.page);
  await expect(buyer.getByText('商家已接单，正在制作')).toBeVisible();
  await expectAccessible(buyer);
});

test('axe finds nothing to mend in a pop-up to pay by, nor in that of a reminder', async ({
  browser,
  system,
}) => {
  const staff = await startTakingOrders(browser, system.server.url);
  const { page, outTradeNo } = await orderAtDesk(browser, system);
  await expect(codeOf(page)).toBeVisible();
  await expectAccessible(page);
  await payOnPhone(system.sandbox.url, outTradeNo);
  await page.getByRole('button', { name: '催单' }).click();
  await expect(staff.page.getByRole('dialog', { name: '客户催单' })).toBeVisible();
  await expectAccessible(staff.page);
});

test('axe finds nothing to mend in a delivery', async ({ browser, system }) => {
  const { server, sandbox } = system;
  const writing = await checkOutDelivery(browser, server.url);
  await expectAccessible(writing);
  await writing.getByRole('button', { name: '填写收货地址' }).click();
  await writing.getByRole('button', { name: '保存' }).click();
  await expect(writing.getByText('请填写电话')).toBeVisible();
  await expectAccessible(writing);

  const { page, orderId } = await orderDelivery(browser, server.url);
  await payOnPhone(sandbox.url, (await openTradeOf(server.url, page, orderId)).outTradeNo);
  await page.getByRole('button', { name: '催单' }).click();
  await expect(page.getByRole('button', { name: /秒后可再催/ })).toBeDisabled();
  await expectAccessible(page);
  await page.getByRole('button', { name: '取消订单' }).click();
  await expectAccessible(page);
  await page.getByRole('dialog').getByRole('button', { name: '取消订单' }).click();
  await expect(page.getByRole('region', { name: '退款' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: '我的订单' }).click();
  await expect(page.getByText('已取消')).toBeVisible();
  await expectAccessible(page);
});

test('axe finds nothing to mend in a conversation', async ({ browser, system }) => {
  const staff = await startTakingOrders(browser, system.server.url);
  const { page: buyer, orderId } = await openPaidOrder(browser, system);
  await staff.acceptRinging();
  await expect(staff.card(orderId)).toHaveAttribute('data-status', 'accepted');
  await buyer.getByRole('button', { name: '联系店家' }).click();
  await expectAccessible(buyer);
  await buyer.getByLabel('写给店家').fill('在吗');
  await buyer.getByRole('button', { name: '发送', exact: true }).click();
  await staff.card(orderId).getByRole('button', { name: '1 条未读消息' }).click();
  await expect(staff.page.getByRole('log').getByText('在吗')).toBeVisible();
  await staff.page.context().setOffline(true);
  await staff.page.getByRole('button', { name: '好的，马上' }).click();
  await expect(staff.page.getByText('等待连接，恢复后自动发送')).toBeVisible();
  await expectAccessible(staff.page);
  await staff.page.setViewportSize({ width: 390, height: 844 });
  await expect(staff.page.getByLabel('写给顾客')).toBeInViewport({ ratio: 1 });
  await expectAccessible(staff.page);
  await staff.page.context().setOffline(false);
  await expect(buyer.getByRole('log').getByText('好的，马上')).toBeVisible({ timeout: 30_000 });
  await expectAccessible(buyer);
});

test('axe finds nothing to mend in the pages of money', async ({ browser, system }) => {
  const staff = await startTakingOrders(browser, system.server.url);
  const { page } = staff;
  const { orderId } = await openPaidOrder(browser, system);
  await staff.putOffRinging();
  await staff.card(orderId).getByRole('button', { name: '查看订单' }).click();
  const drawer = page.getByRole('dialog', { name: '订单详情' });
  await expect(drawer).toBeVisible();
  await expectAccessible(page);
  await drawer.getByRole('button', { name: /^拒单：/ }).click();
  const rejection = page.getByRole('dialog', { name: /^拒单/ });
  await expect(rejection).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(rejection).toBeHidden();
  await page.keyboard.press('Escape');
  await expect(drawer).toBeHidden();

  await page.getByRole('link', { name: '账目' }).click();
  await page.getByRole('article', { name: /^收款/ }).first().getByRole('button', { expanded: false }).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: /^退款：/ }).click();
  const refund = page.getByRole('dialog', { name: /^退款/ });
  await refund.getByText('部分').click();
  await page.getByRole('button', { name: '退款', exact: true }).click();
  await expect(page.getByText(/^请填 0.01 到/)).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(refund).toBeHidden();
  await page.getByRole('link', { name: '日报' }).click();
  await expect(page.locator('svg text').first()).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: '对账' }).click();
  await page.getByRole('article').first().getByRole('button', { expanded: false }).click();
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectAccessible(page);
});

test('axe finds nothing to mend in the pages of the menu and the tables', async ({ browser, system }) => {
  const { page } = await startTakingOrders(browser, system.server.url);
  await page.getByRole('link', { name: '菜单' }).click();
  await expect(page.locator('[data-product-id]').first()).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: '编辑担担面' }).click();
  const editor = page.getByRole('dialog', { name: '编辑菜品' });
  await editor.getByLabel('菜名').fill('');
  await editor.getByRole('button', { name: '保存' }).click();
  await expect(editor.getByText('请填菜名')).toBeVisible();
  await expect(editor.getByLabel('菜名')).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(editor).toBeHidden();
  await page.getByRole('button', { name: '管理分类' }).click();
  const categories = page.getByRole('dialog', { name: '分类' });
  await expect(categories.getByLabel('新分类')).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(categories).toBeHidden();
  await page.getByRole('link', { name: '桌码' }).click();
  await expect(page.getByRole('img', { name: /点餐二维码$/ }).first()).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: '管理一号桌' }).click();
  await page.getByRole('menuitem', { name: '换二维码' }).click();
  await expect(page.getByText(/旧的二维码立刻失效/)).toBeVisible();
  await expectAccessible(page);

  const buyer = await openOnPhone(browser, await tableUrl(system.server.url));
  await buyer.getByRole('button', { name: '选担担面的规格' }).click();
  await expect(buyer.getByRole('button', { name: /^加入购物车/ })).toBeVisible();
  await expectAccessible(buyer);
});

test('axe finds nothing to mend in the pages of orders and people', async ({ browser, system }) => {
  const { page } = await startTakingOrders(browser, system.server.url);
  await page.getByRole('link', { name: '订单', exact: true }).click();
  await page.getByRole('button', { name: '更多条件' }).click();
  await expectAccessible(page);
  await page.getByRole('link', { name: '店员' }).click();
  await expect(page.locator('[data-staff-id]').first()).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: '邀请店员' }).click();
  const dialog = page.getByRole('dialog', { name: '邀请店员' });
  await dialog.getByLabel('怎么称呼').fill('小吴');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: '生成邀请' }).click();
  await expect(dialog.getByRole('img', { name: /二维码/ })).toBeVisible();
  await expectAccessible(page);
  const door = await page.context().newPage();
  await door.goto((await dialog.getByText('/console/invitation#').textContent()) ?? '');
  await expect(door.getByText('邀请你做店员')).toBeVisible();
  await expectAccessible(door);
  await dialog.getByRole('button', { name: '好了' }).click();
  for (const name of ['记录', '设置']) {
    await page.getByRole('link', { name }).click();
    await expect(page.getByRole('status', { name: '正在读取' })).toBeHidden();
    await expectAccessible(page);
  }
  await page.getByRole('button', { name: '账号与更多' }).click();
  await page.getByRole('menuitem', { name: '我的账号' }).click();
  await expect(page.getByLabel('新密码')).toBeVisible();
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('button', { name: '更多', exact: true }).click();
  await expect(page.getByRole('dialog', { name: '更多' })).toBeVisible();
  await expectAccessible(page);
});
