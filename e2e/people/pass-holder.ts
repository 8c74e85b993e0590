import type { PassShowing } from '@carillon/contract';
import { payOnPhone } from '@carillon/scripts/system';
import type { Browser, Locator, Page } from '@playwright/test';
import { expect } from '../fixtures.ts';
import { openOnPhone } from './buyer.ts';

/** Somebody who has bought a pass, on its page. */
export interface PassHolder {
  readonly page: Page;
  /** What fills the screen while a pass is shown. */
  readonly screen: Locator;
  /** The code on it. */
  readonly code: Locator;
  /** Shows the pass; returns what the server gave the phone for it. */
  show(): Promise<PassShowing>;
}

/** Buys the first pass that the demo shop sells, on a phone, and pays it. */
export async function buyPass(browser: Browser, address: string, sandboxUrl: string): Promise<PassHolder> {
  const page = await openOnPhone(browser, `${address}/shops/1/passes`);
  const opened = page.waitForResponse((answer) => answer.url().endsWith('/trade'));
  await page.getByRole('button', { name: /^购买/ }).first().click();
  const { outTradeNo } = (await (await opened).json()) as { outTradeNo: string };
  await payOnPhone(sandboxUrl, outTradeNo);
  await page.getByRole('link', { name: '去出示' }).click();
  const screen = page.getByRole('dialog', { name: '核销码' });
  const code = screen.getByRole('img', { name: /核销码/ });
  return {
    ...{ page, screen, code },
    async show() {
      const answered = page.waitForResponse((answer) => answer.url().endsWith('/showings'));
      await page.getByRole('button', { name: '出示核销码' }).click();
      await expect(code).toBeVisible();
      return ((await (await answered).json()) as { showing: PassShowing }).showing;
    },
  };
}
