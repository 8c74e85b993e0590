import { createApi } from '@carillon/contract';
import { demoLogin, withCookies } from '@carillon/scripts/system';
import { expect, test } from './fixtures.ts';
import { openInWeChat, paySheetOf } from './people/in-wechat.ts';
import { tableUrl } from './people/buyer.ts';

test('inside WeChat a buyer is known without being asked, pays by its sheet, and is told when it is done', async ({
  browser,
  system,
}) => {
  const { server, sandbox } = system;
  const page = await openInWeChat(browser, system, 'xiaolin');
  await page.goto(await tableUrl(server.url));
  await expect(page).toHaveURL(/\/t\//);
  await page.getByRole('button', { name: '加一份红烧肉' }).click();
  expect((await page.context().cookies()).map(({ name }) => name)).toContain('carillon_account');

  await page.getByRole('link', { name: '去结算' }).click();
  await page.getByRole('button', { name: /提交订单/ }).click();
  await page.waitForURL(/\/orders\/\d+/);
  const orderId = Number(/\d+$/.exec(new URL(page.url()).pathname)?.[0]);

  // Whoever turns the sheet down has paid nothing.
  await page.getByRole('button', { name: '微信支付' }).click();
  await paySheetOf(page).getByRole('button', { name: '不付了' }).click();
  await expect(page.getByText('没有支付，没有扣款。')).toBeVisible();
  await page.getByRole('button', { name: '微信支付' }).click();
  await paySheetOf(page).getByRole('button', { name: /^付款/ }).click();
  await expect(page.getByRole('paragraph').filter({ hasText: '支付成功' })).toBeVisible();

  const staff = createApi(server.url, withCookies());
  await staff('logIn', { body: demoLogin });
  await staff('acceptOrder', { params: { orderId }, body: undefined });
  const { order } = await staff('completeOrder', { params: { orderId } });
  await expect
    .poll(async () => (await staff('readOrderMessages', { params: { orderId } })).messages)
    .toMatchObject([{ kind: 'order_status', fate: 'delivered' }]);

  const phone = await browser.newPage({ locale: 'zh-CN' });
  await phone.addInitScript(() => localStorage.setItem('sandbox-person', 'xiaolin'));
  await phone.goto(sandbox.url);
  await phone.getByRole('button', { name: '消息' }).click();
  const notice = phone.getByRole('article').filter({ hasText: '订单状态通知' });
  await expect(notice).toContainText(order.number);
  await expect(notice).toContainText(`￥${(order.totalFen / 100).toFixed(2)}`);
});
