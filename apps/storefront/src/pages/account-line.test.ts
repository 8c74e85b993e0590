import type { BuyerReply, OwnSession } from '@carillon/contract';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { mountPage } from '../testing/mount-page.ts';

let opened: Awaited<ReturnType<typeof mountPage>> | undefined;

const known: BuyerReply = { buyer: { isLoggedIn: true, way: 'h5', canPayInWeChat: true }, canLogIn: true };
const stranger: BuyerReply = {
  buyer: { isLoggedIn: false, way: null, canPayInWeChat: false },
  canLogIn: true,
};

function session(id: string, parts: Partial<OwnSession> = {}): OwnSession {
  const at = '2026-11-21T04:00:00.000Z';
  return { id, device: 'iPad · Safari', way: 'h5', startedAt: at, lastUsedAt: at, isThis: false, ...parts };
}

/** Opens the buyer's orders; what they are to the server is looked up whenever it is asked. */
async function openOrders(buyer: () => BuyerReply, answers: Parameters<typeof mountPage>[1] = {}) {
  opened = await mountPage('/orders', {
    listOwnOrders: () => Promise.resolve({ orders: [], seq: 0, nextBefore: null }),
    readBuyer: () => Promise.resolve(buyer()),
    ...answers,
  });
  return opened;
}

afterEach(() => {
  opened?.page.unmount();
  localStorage.clear();
});

describe('a buyer', () => {
  test('who is logged in sees their devices, and logs another one out', async () => {
    let sessions = [session('a', { isThis: true, device: '' }), session('b')];
    const endBuyerSession = vi.fn(() => {
      sessions = sessions.slice(0, 1);
      return Promise.resolve(undefined);
    });
    const { page, press } = await openOrders(() => known, {
      listBuyerSessions: () => Promise.resolve({ sessions }),
      endBuyerSession,
    });
    await press('登录与设备');
    expect(page.text()).toContain('未知设备');
    await press('让 iPad · Safari 退出登录');
    expect(endBuyerSession).toHaveBeenCalledWith({ params: { sessionId: 'b' } });
    expect(page.text()).not.toContain('iPad');
  });

  test('who logs out is told that orders are this browser’s, and is not logged in again by the next page', async () => {
    let isIn = true;
    const { page, press } = await openOrders(() => (isIn ? known : stranger), {
      listBuyerSessions: () => Promise.resolve({ sessions: [session('a', { isThis: true })] }),
      logOutBuyer: () => Promise.resolve(void (isIn = false)),
    });
    await press('登录与设备');
    await press('本机退出登录');
    expect(page.text()).toContain('订单只记在这个浏览器里');
    expect(localStorage.getItem('carillon.buyer.logged-out')).toBe('true');
  });

  test('outside WeChat is offered no login that could not succeed', async () => {
    const { page } = await openOrders(() => stranger);
    expect(page.text()).toContain('没有登录');
    expect(page.text()).not.toContain('用微信登录');
  });
});
