import type { Browser, Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { openPaidOrder } from './people/customer.ts';
import { logInAs } from './people/staff.ts';

// What somebody mistyped in the settings of the server: nobody needs it here but the check of credentials.
test.use({ serverEnv: { WECHAT_OPEN_SECRET: 'mistyped' } });

interface Account {
  readonly username: string;
  readonly password: string;
}

async function justLook(page: Page): Promise<void> {
  await page.getByRole('button', { name: '先看看，不响铃' }).click();
}

/** Has the owner invite somebody, and returns the link that they are given. */
async function invite(owner: Page, name: string): Promise<string> {
  await owner.getByRole('link', { name: '店员' }).click();
  await owner.getByRole('button', { name: '邀请店员' }).click();
  const dialog = owner.getByRole('dialog', { name: '邀请店员' });
  await dialog.getByLabel('怎么称呼').fill(name);
  await dialog.getByRole('button', { name: '生成邀请' }).click();
  await expect(dialog.getByRole('img', { name: `邀请 ${name} 的二维码` })).toBeVisible();
  const link = await dialog.getByText('/console/invitation#').textContent();
  await dialog.getByRole('button', { name: '好了' }).click();
  return link ?? '';
}

/** Takes an invitation in a browser of its own, with a new account. */
async function join(browser: Browser, link: string, { username, password }: Account): Promise<Page> {
  const page = await (await browser.newContext({ locale: 'zh-CN' })).newPage();
  await page.goto(link);
  await page.getByLabel('用户名').fill(username);
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.getByRole('button', { name: '加入', exact: true }).click();
  await justLook(page);
  return page;
}

test('a clerk joins by a link, works, is kept from what is for managers, and is out once disabled', async ({
  browser,
  system,
}) => {
  const owner = await logInAs(browser, system.server.url);
  await justLook(owner);
  const link = await invite(owner, '小吴');
  const clerk = await join(browser, link, { username: 'wu', password: 'ring-ring-wu' });

  const { orderId } = await openPaidOrder(browser, system);
  await clerk.goto(`${system.server.url}/console/shops/1/orders/${orderId}`);
  await justLook(clerk);
  await clerk.getByRole('button', { name: /^接单：/ }).click();
  await expect(clerk.locator(`[data-order-id="${orderId}"]`)).toHaveAttribute('data-status', 'accepted');
  await expect(clerk.getByText('接单后取消和退款，请找店主或店长。')).toBeVisible();

  await expect(clerk.getByRole('link', { name: '设置' })).toBeHidden();
  await clerk.goto(`${system.server.url}/console/shops/1/staff`);
  await expect(clerk.getByText('这里只给店主和店长看')).toBeVisible();
  expect((await clerk.request.get(`${system.server.url}/api/staff/shops/1/audit`)).status()).toBe(403);
  await justLook(clerk);

  // The link was good once.
  const late = await (await browser.newContext({ locale: 'zh-CN' })).newPage();
  await late.goto(link);
  await expect(late.getByText('已经用过、撤回或过期')).toBeVisible();

  await owner.getByRole('button', { name: '管理 小吴' }).click();
  await owner.getByRole('menuitem', { name: '停用' }).click();
  await owner.getByRole('dialog', { name: '停用 小吴' }).getByRole('button', { name: '停用' }).click();
  await expect(owner.getByText('小吴 已停用。')).toBeVisible();
  await expect(clerk.getByText('这个账号还没有可以管理的店铺').or(clerk.getByLabel('用户名'))).toBeVisible();

  await owner.getByRole('link', { name: '记录' }).click();
  await expect(owner.locator('[data-action="disableStaff"]').first()).toBeVisible();
});

test('who changes their password is out everywhere else', async ({ browser, system }) => {
  const account = { username: 'zheng', password: 'ring-ring-zheng' };
  const owner = await logInAs(browser, system.server.url);
  await justLook(owner);
  const here = await join(browser, await invite(owner, '小郑'), account);
  const there = await logInAs(browser, system.server.url, account);
  await justLook(there);

  await here.getByRole('button', { name: '账号与更多' }).click();
  await here.getByRole('menuitem', { name: '我的账号' }).click();
  await expect(here.locator('[data-session-id]')).toHaveCount(2);
  await here.getByLabel('现在的密码').fill(account.password);
  await here.getByLabel('新密码').fill('another-secret');
  await here.getByRole('button', { name: '改密码' }).click();

  await expect(here.getByText('密码已改。其他设备都退出了登录。')).toBeVisible();
  await expect(here.locator('[data-session-id]')).toHaveCount(1);
  await expect(there.getByLabel('用户名')).toBeVisible();
  await there.getByLabel('用户名').fill(account.username);
  await there.getByLabel('密码').fill(account.password);
  await there.getByRole('button', { name: '登录', exact: true }).click();
  await expect(there.getByText('用户名或密码不对')).toBeVisible();
});

test('an owner finds a mistyped secret in the settings, and where to mend it', async ({
  browser,
  system,
}) => {
  const owner = await logInAs(browser, system.server.url);
  await justLook(owner);
  await owner.getByRole('link', { name: '设置' }).click();
  await owner.getByRole('button', { name: '开始检查' }).click();

  const wrong = owner.locator('[data-credential="open_app"]');
  await expect(wrong).toHaveAttribute('data-state', 'wrong');
  await expect(wrong).toContainText('「网站应用」：核对 AppID、AppSecret');
  await expect(wrong).toContainText('openSecret');
  await expect(wrong).toContainText('「open-app」一节');
  for (const credential of ['merchant', 'pay_keys', 'official_account', 'mini_program']) {
    await expect(owner.locator(`[data-credential="${credential}"]`)).toHaveAttribute('data-state', 'ok');
  }
});
