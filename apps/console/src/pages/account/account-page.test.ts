import { flushPromises } from '@vue/test-utils';
import { expect, test, vi } from 'vitest';
import { refusal } from '../../testing/fake-api.ts';
import type { Answers } from '../../testing/fake-api.ts';
import { fill, submit } from '../../testing/fill.ts';
import { button, loggedIn, openConsole, press, text } from '../../testing/open-console.ts';
import { aSession, anAccount } from '../../testing/people.ts';

// Loaded here, so that a test waits for the page and not for the compiler.
import './AccountPage.vue';

const here = aSession('a', { isThis: true, device: 'Chrome' });

async function openAccount(answers: Answers = {}, path = '/shops/1/account') {
  const opened = await openConsole(path, {
    ...loggedIn,
    readOwnAccount: () => ({ account: anAccount() }),
    listOwnSessions: () => ({ sessions: [here, aSession('b')] }),
    ...answers,
  });
  await vi.waitFor(() => expect(document.querySelector('.panels')).not.toBeNull());
  await press('先看看，不响铃');
  return opened;
}

test('the password is changed by who knows the present one, and the other devices are gone', async () => {
  const sent: unknown[] = [];
  let sessions = [here, aSession('b')];
  await openAccount({
    listOwnSessions: () => ({ sessions }),
    changePassword(options) {
      sent.push(options);
      sessions = [here];
      return { account: anAccount() };
    },
  });
  await fill('input[name="current-password"]', 'old-secret');
  await fill('input[name="new-password"]', 'short');
  await submit('.panels form');
  expect(text()).toContain('至少 8 个字符');
  await fill('input[name="new-password"]', 'longer-secret');
  await submit('.panels form');
  expect(sent).toEqual([{ body: { currentPassword: 'old-secret', newPassword: 'longer-secret' } }]);
  expect(text()).toContain('其他设备都退出了登录');
  expect(document.querySelectorAll('[data-session-id]')).toHaveLength(1);
});

test('a password change says which WeChat stays bound, and unbinds it when asked to', async () => {
  const sent: unknown[] = [];
  const wechat = { qr: true, official: false };
  await openAccount({
    readOwnAccount: () => ({ account: anAccount({ wechat }) }),
    changePassword(options) {
      sent.push(options);
      return { account: anAccount({ wechat: { ...wechat, qr: sent.length < 2 } }) };
    },
  });
  const change = async () => {
    await fill('input[name="current-password"]', 'old-secret');
    await fill('input[name="new-password"]', 'longer-secret');
    await submit('.panels form');
  };
  await change();
  expect(text()).toContain('微信仍然绑定着：扫码登录。');
  document.querySelector<HTMLInputElement>('input[name="unbind-wechat"]')?.click();
  await change();
  expect(text()).toContain('密码已改，微信已解绑。');
  expect(sent).toEqual([
    { body: { currentPassword: 'old-secret', newPassword: 'longer-secret' } },
    { body: { currentPassword: 'old-secret', newPassword: 'longer-secret', unbindWeChat: true } },
  ]);
});

test('a wrong present password is said, and what was typed stays', async () => {
  await openAccount({ changePassword: () => Promise.reject(refusal(403, 'wrong_password')) });
  await fill('input[name="current-password"]', 'guess');
  await fill('input[name="new-password"]', 'longer-secret');
  await submit('.panels form');
  expect(text()).toContain('现在的密码不对');
  expect(document.querySelector<HTMLInputElement>('input[name="new-password"]')?.value).toBe('longer-secret');
});

test('another device is logged out', async () => {
  const ended: unknown[] = [];
  await openAccount({ endOwnSession: (options) => void ended.push(options) });
  await press('让 iPad · Safari 退出登录');
  expect(ended).toEqual([{ params: { sessionId: 'b' } }]);
  expect(() => button('让 Chrome 退出登录')).toThrow();
});

test('WeChat is bound by its page that comes back here, or by a code to scan, once they have shown who they are', async () => {
  const sent: unknown[] = [];
  await openAccount({
    bindWeChat(options) {
      sent.push(options);
      return { address: '#at-wechat' };
    },
    createBindingLink: () => ({
      ...{ token: 'T', path: '/console/invitation#T', expiresAt: '2026-11-21T02:10:00.000Z' },
    }),
  });
  await press('扫码绑定');
  await press('去扫码');
  expect([sent, text()]).toEqual([[], expect.stringContaining('请填写现在的密码')]);
  await fill('.el-dialog input[name="current-password"]', 'secret-enough');
  await press('去扫码');
  expect(sent).toEqual([
    { body: { currentPassword: 'secret-enough', returnPath: '/console/shops/1/account' } },
  ]);
  expect(location.hash).toBe('#at-wechat');
  await press('用微信扫码绑定公众号');
  await fill('.el-dialog input[name="current-password"]', 'secret-enough');
  await press('显示二维码');
  expect(document.querySelector('[aria-label="绑定微信的二维码"]')).not.toBeNull();
});

test('WeChat is bound without a password by who has none', async () => {
  const sent: unknown[] = [];
  await openAccount({
    readOwnAccount: () => ({ account: anAccount({ hasPassword: false, username: null }) }),
    bindWeChat(options) {
      sent.push(options);
      return { address: '#at-wechat' };
    },
  });
  await press('扫码绑定');
  expect(sent).toEqual([{ body: { returnPath: '/console/shops/1/account' } }]);
});

test('what WeChat came back with is said, from an address that knows of no shop', async () => {
  const { path } = await openAccount({}, '/account?error=wechat_bound_elsewhere');
  await flushPromises();
  expect(path()).toBe('/shops/1/account?error=wechat_bound_elsewhere');
  expect(text()).toContain('已经绑定了另一位店员');
});
