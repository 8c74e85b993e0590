import type { Api, BuyerReply } from '@carillon/contract';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { allowSilentLogin, forbidSilentLogin, logInSilently } from './log-in-silently.ts';

const unknown: BuyerReply = {
  buyer: { isLoggedIn: false, way: null, canPayInWeChat: false },
  canLogIn: true,
};

function visit(answer: () => Promise<BuyerReply>, nowMs = 1_000_000, path = '/t/abc?from=qr') {
  const leave = vi.fn();
  const api = answer as unknown as Api;
  return { leave, left: logInSilently(api, { path, nowMs, leave }) };
}

afterEach(() => {
  sessionStorage.clear();
  localStorage.clear();
});

describe('inside WeChat', () => {
  test('who is not known is led through the login, and back to the same page', async () => {
    const { left, leave } = visit(() => Promise.resolve(unknown));
    expect(await left).toBe(true);
    expect(leave).toHaveBeenCalledWith('/api/buyer/login/wechat?return=%2Ft%2Fabc%3Ffrom%3Dqr');
  });

  test.each<[string, () => Promise<BuyerReply>]>([
    [
      'who is known',
      () => Promise.resolve({ ...unknown, buyer: { isLoggedIn: true, way: 'h5', canPayInWeChat: true } }),
    ],
    ['of a shop without the login', () => Promise.resolve({ ...unknown, canLogIn: false })],
    ['whose answer does not come', () => Promise.reject(new Error('offline'))],
  ])('a buyer %s stays', async (_title, answer) => {
    const { left, leave } = visit(answer);
    expect(await left).toBe(false);
    expect(leave).not.toHaveBeenCalled();
  });

  test('who comes back from a login that failed stays', async () => {
    const { left } = visit(() => Promise.resolve(unknown), 1_000_000, '/t/abc?login_error=snapshot_user');
    expect(await left).toBe(false);
  });

  test('who logged out stays so, until they ask to be logged in', async () => {
    forbidSilentLogin();
    expect(await visit(() => Promise.resolve(unknown)).left).toBe(false);
    allowSilentLogin();
    expect(await visit(() => Promise.resolve(unknown)).left).toBe(true);
  });

  test('nobody is led in circles', async () => {
    await visit(() => Promise.resolve(unknown)).left;
    expect(await visit(() => Promise.resolve(unknown), 1_059_999).left).toBe(false);
    expect(await visit(() => Promise.resolve(unknown), 1_060_000).left).toBe(true);
  });
});
