import type { Browser, FrameLocator, Page } from '@playwright/test';
import type { System } from '@carillon/scripts/system';

const USER_AGENT =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 ' +
  'MicroMessenger/8.0.60(0x18003c2f) NetType/WIFI Language/zh_CN';

/** The browser of WeChat on the phone of one of the sandbox's people, on no page yet. */
export async function openInWeChat(browser: Browser, { sandbox }: System, person: string): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    locale: 'zh-CN',
    userAgent: USER_AGENT,
  });
  // WeChat knows whose phone it is; the sandbox would ask once.
  const { hostname } = new URL(sandbox.url);
  await context.addCookies([{ name: 'sandbox_person', value: person, domain: hostname, path: '/connect' }]);
  return context.newPage();
}

/** The sheet that WeChat draws over a page to be paid on. */
export function paySheetOf(page: Page): FrameLocator {
  return page.frameLocator('iframe[title="微信支付"]');
}
