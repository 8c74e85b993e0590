import { makeMenu, makeProduct } from '@carillon/buyer/testing';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { mountPage } from '../testing/mount-page.ts';

let opened: Awaited<ReturnType<typeof mountPage>> | undefined;

async function comeBack(loginError: string) {
  const readMenu = () => Promise.resolve(makeMenu(makeProduct({ name: '牛肉面' })));
  opened = await mountPage(`/shops/1?from=wall&login_error=${loginError}`, { readMenu });
  return opened;
}

afterEach(() => {
  opened?.page.unmount();
  localStorage.clear();
});

describe('who comes back from WeChat without a login', () => {
  test.each([
    ['snapshot_user', '快照页'],
    ['buyer_login_expired', '已过期'],
    ['risk_user', '不允许这个账号登录'],
    ['buyer_return_refused', '没有用微信登录'],
    ['<b>dial+4711</b>', '没有用微信登录'],
  ])('is told why (%s), and orders all the same', async (code, words) => {
    const { page, press } = await comeBack(code);
    expect(page.text()).toContain(words);
    expect(page.text()).toContain('不影响点餐');
    expect(page.text()).not.toContain('4711');
    await press('加一份牛肉面');
    expect(page.text()).toContain('去结算');
  });

  test('puts the note away, and stays where they are', async () => {
    const { page, press, router } = await comeBack('snapshot_user');
    await press('收起登录提示');
    expect(page.text()).not.toContain('快照页');
    expect(router.currentRoute.value.fullPath).toBe('/shops/1?from=wall');
    expect(page.text()).toContain('牛肉面');
  });

  test('is told in English, too', async () => {
    const { page, press } = await comeBack('buyer_login_failed');
    await press('切换语言：English');
    await vi.waitFor(() => expect(page.text()).toContain('WeChat did not confirm the login.'));
    expect(page.text()).toContain('You can order all the same');
  });
});
