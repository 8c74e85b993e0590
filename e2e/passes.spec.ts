import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { buyPass } from './people/pass-holder.ts';
import { readCode } from './people/read-code.ts';
import { logInAs } from './people/staff.ts';

/** Somebody of the shop, where passes are scanned. */
async function openScanPage(...[browser, address]: Parameters<typeof logInAs>) {
  const page = await logInAs(browser, address);
  await page.waitForURL(/\/board$/);
  await page.goto(`${address}/console/shops/1/scan`);
  // Whoever scans need not take orders.
  await page.getByRole('button', { name: '先看看，不响铃' }).click();
  await expect(page.getByText('扫码枪随时可用')).toBeVisible();
  const result = page.getByRole('alertdialog', { name: '核销结果' });
  return {
    page,
    result,
    /** As a scanner does that types what it reads in one burst, and Enter: far faster than a test's own keyboard. */
    async scan(code: string): Promise<void> {
      await page.evaluate(typeAtOnce(code));
    },
    async goOn(): Promise<void> {
      await page.keyboard.press('Escape');
      await expect(result).toBeHidden();
    },
  };
}

/** Codes are capitals and digits, so they can stand in a script as they are. */
function typeAtOnce(code: string): string {
  return `for (const key of [...'${code}', 'Enter'])
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));`;
}

/** A client of a car wash's own, in the browser of the buyer: what it was told, in order. */
async function listenAsCarWash(page: Page, address: string): Promise<() => Promise<string[]>> {
  const told = await page.evaluateHandle(
    async (url) => {
      const texts: string[] = [];
      const socket = new WebSocket(url);
      socket.onmessage = ({ data }) => texts.push(String(data));
      await new Promise((opened) => (socket.onopen = opened));
      return texts;
    },
    address.replace(/^http/, 'ws'),
  );
  return async () => told.jsonValue();
}

test('a pass is bought, scanned once however often, and undone, and the buyer’s screen says each at once', async ({
  browser,
  system,
  address,
}) => {
  const holder = await buyPass(browser, address, system.sandbox.url);
  await expect(holder.page.getByRole('status').getByText('10', { exact: true })).toBeVisible();
  const { userId, shopId } = await holder.show();
  const told = await listenAsCarWash(holder.page, `${address}/webSocket/${userId}/${shopId}`);
  const code = await readCode(holder.code);

  const counter = await openScanPage(browser, address);
  await counter.scan(code);
  await expect(counter.result).toContainText('扣费成功');
  await expect(counter.result).toContainText('9');
  await expect(holder.screen).toContainText('核销成功');
  await expect(holder.screen).toContainText('剩余次数：9');
  await expect.poll(told).toEqual(['0_扣费成功_剩余次数: 9']);

  await counter.goOn();
  await counter.scan(code);
  await expect(counter.result).toContainText('这个码用过了');
  await counter.goOn();

  await counter.page.getByRole('button', { name: /撤销/ }).first().click();
  const dialog = counter.page.getByRole('dialog');
  await dialog.getByRole('textbox').fill('扫错了');
  await dialog.getByRole('button', { name: /撤销/ }).click();
  await expect(holder.screen).toContainText('核销已撤销');
  await holder.screen.getByRole('button', { name: '完成' }).click();
  await expect(holder.page.getByRole('status').getByText('10', { exact: true })).toBeVisible();
  expect((await told()).at(-1)).toBe('10_扣费已撤销_剩余次数: 10');
});

test('a phone without a network shows a code that counts, and hears what became of it when it is back', async ({
  browser,
  system,
  address,
}) => {
  const holder = await buyPass(browser, address, system.sandbox.url);
  await holder.show();
  await holder.page.context().setOffline(true);
  await expect(holder.screen).toContainText('没有网络也能用');
  const counter = await openScanPage(browser, address);
  await counter.scan(await readCode(holder.code));
  await expect(counter.result).toContainText('扣费成功');
  await holder.page.context().setOffline(false);
  await expect(holder.screen).toContainText('核销成功');
});
