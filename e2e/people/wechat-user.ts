import type { Browser, Page } from '@playwright/test';
import { openOnPhone } from './buyer.ts';

/** Someone with the sandbox phone in hand, on the screen of the login that waits. */
export async function scanLogin(browser: Browser, sandboxUrl: string, name: string): Promise<Page> {
  const phone = await openOnPhone(browser, sandboxUrl);
  await phone.getByRole('button', { name: '换个人' }).click();
  await phone.getByRole('button', { name }).click();
  await phone.getByRole('listitem').getByRole('button', { name: /^登录/ }).click();
  return phone;
}
