import type { Browser, Page } from '@playwright/test';
import { expectAccessible } from './expect-accessible.ts';
import { expect, test } from './fixtures.ts';
import { openOnPhone, tableUrl } from './people/buyer.ts';
import { logInAs, startTakingOrders } from './people/staff.ts';

const WORDS = '今天的酸菜鱼卖完了，明天十一点再来';

async function openFloor(page: Page): Promise<void> {
  await page.getByRole('link', { name: '店内' }).click();
  await expect(page.getByRole('heading', { name: '在线店员' })).toBeVisible();
}

test('an announcement appears where guests are, stays for those who come later, and goes when it is taken down', async ({
  browser,
  system,
}) => {
  const url = await tableUrl(system.server.url);
  const [guest, staff] = [
    await openOnPhone(browser, url),
    await startTakingOrders(browser, system.server.url),
  ];
  await expect(guest.getByRole('button', { name: '加一份麻婆豆腐' })).toBeVisible();
  await openFloor(staff.page);
  await staff.page.getByLabel('公告内容').fill(WORDS);
  await staff.page.getByRole('button', { name: '发布' }).click();

  await expect(guest.getByText(WORDS)).toBeVisible();
  await expect(staff.page.getByText('顾客正看到')).toBeVisible();
  await guest.reload();
  await expect(guest.getByText(WORDS)).toBeVisible();
  const later = await openOnPhone(browser, url);
  await expect(later.getByText(WORDS)).toBeVisible();

  await guest.getByRole('button', { name: '收起这条公告' }).click();
  await guest.reload();
  await expect(guest.getByRole('button', { name: '加一份麻婆豆腐' })).toBeVisible();
  await expect(guest.getByText(WORDS)).toBeHidden();

  await staff.page.getByRole('button', { name: '撤下' }).click();
  await expect(later.getByText(WORDS)).toBeHidden();
});

test('an announcement reaches a guest whose phone was offline when it was written', async ({
  browser,
  system,
}) => {
  const guest = await openOnPhone(browser, await tableUrl(system.server.url));
  await expect(guest.getByRole('button', { name: '加一份麻婆豆腐' })).toBeVisible();
  await guest.context().setOffline(true);
  const staff = await startTakingOrders(browser, system.server.url);
  await openFloor(staff.page);
  await staff.page.getByLabel('公告内容').fill('下雨了，外卖会慢一点');
  await staff.page.getByRole('button', { name: '发布' }).click();
  await expect(staff.page.getByText('公告已发布')).toBeVisible();
  await guest.context().setOffline(false);
  await expect(guest.getByText('下雨了，外卖会慢一点')).toBeVisible();
  await staff.page.getByRole('button', { name: '撤下' }).click();
  await expect(guest.getByText('下雨了，外卖会慢一点')).toBeHidden();
});

test('the owner sees who is online, and logs a device of theirs out', async ({ browser, system }) => {
  const owner = await startTakingOrders(browser, system.server.url);
  await openFloor(owner.page);
  const people = owner.page.getByRole('region', { name: '在线店员' });
  await expect(people.getByText('本机')).toBeVisible();
  await expect(people.getByText('小周')).toBeHidden();

  const clerk = await logInAs(browser, system.server.url, { username: 'chef', password: 'carillon' });
  await expect(people.getByText('小周')).toBeVisible();
  await clerk.getByRole('button', { name: '先看看，不响铃' }).click();
  await openFloor(clerk);
  await expect(clerk.getByText('只有店主和店长可以写公告')).toBeVisible();
  await expect(clerk.getByRole('button', { name: /^退出 / })).toBeHidden();

  await people.getByRole('button', { name: /^退出 小周 的设备/ }).click();
  await people.getByRole('button', { name: '确认退出' }).click();
  await expect(clerk.getByLabel('用户名')).toBeVisible();
  await expect(clerk.getByText('店主在「店内」页让这台设备退出了登录')).toBeVisible();
  await expect(people.getByText('小周')).toBeHidden();
});

test('axe finds nothing to mend in announcements and who is online', async ({ browser, system }) => {
  const staff = await startTakingOrders(browser, system.server.url);
  await openFloor(staff.page);
  await staff.page.getByLabel('公告内容').fill(WORDS);
  await staff.page.getByRole('button', { name: '发布' }).click();
  await expect(staff.page.getByText('顾客正看到')).toBeVisible();
  await expect(staff.page.getByText('公告已发布')).toBeHidden();
  await expectAccessible(staff.page);

  const guest = await openOnPhone(browser, await tableUrl(system.server.url));
  await expect(guest.getByText(WORDS)).toBeVisible();
  await expectAccessible(guest);

  await staff.page.getByRole('button', { name: '撤下' }).click();
  await expect(guest.getByText(WORDS)).toBeHidden();
});

test('axe finds nothing to mend in the description of the sockets', async ({ browser, system }) => {
  const reader = await openDescription(browser, `${system.server.url}/asyncapi`);
  await expectAccessible(reader);
});

/** Opens the page with all its payloads unfolded, and sees that nothing on it was refused. */
async function openDescription(browser: Browser, url: string): Promise<Page> {
  const page = await (await browser.newContext({ locale: 'zh-CN' })).newPage();
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  await page.goto(url);
  await expect(page.getByRole('heading', { name: '编钟 · 实时接口' })).toBeVisible();
  for (const payload of await page.locator('summary').all()) await payload.click();
  expect(complaints).toEqual([]);
  return page;
}
