import { expect, test } from './fixtures.ts';
import { startTakingOrders } from './people/staff.ts';
import { scanLogin } from './people/wechat-user.ts';

test('staff log in by WeChat QR and come back to where they were', async ({ browser, system }) => {
  const { server, sandbox } = system;
  const desk = await (await browser.newContext({ locale: 'zh-CN' })).newPage();
  await desk.goto(`${server.url}/console/shops/1/tables`);
  await desk.getByRole('link', { name: '微信扫码登录' }).click();
  await expect(desk).toHaveURL(new RegExp(`^${sandbox.url}/connect/qrconnect`));

  const phone = await scanLogin(browser, sandbox.url, '老陈');
  await phone.getByRole('button', { name: '同意' }).click();

  await expect(desk).toHaveURL(`${server.url}/console/shops/1/tables`);
  await expect(desk.getByText('一号桌')).toBeVisible();
  expect(desk.url()).not.toContain('openid');
});

test('a declined login says so and changes nothing', async ({ browser, system }) => {
  const { server, sandbox } = system;
  const desk = await (await browser.newContext({ locale: 'zh-CN' })).newPage();
  await desk.goto(`${server.url}/console/`);
  await desk.getByRole('link', { name: '微信扫码登录' }).click();

  const phone = await scanLogin(browser, sandbox.url, '老陈');
  await phone.getByRole('button', { name: '拒绝' }).click();

  await expect(desk).toHaveURL(/\/console\/login\?/);
  await expect(desk.getByRole('alert')).toBeVisible();
});

test('logging out in one tab ends the line of the other at once', async ({ browser, system }) => {
  const staff = await startTakingOrders(browser, system.server.url);
  const other = await staff.context.newPage();
  await other.goto(`${system.server.url}/console/`);
  await expect(other.locator('[data-line-state=online]')).toBeVisible();

  await staff.page.getByRole('button', { name: '账号与更多' }).click();
  await staff.page.getByRole('menuitem', { name: '退出登录' }).click();

  await expect(staff.page.getByLabel('用户名')).toBeVisible();
  await expect(other.getByText('登录已在别处退出')).toBeVisible();
});
