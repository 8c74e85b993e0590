import { flushPromises } from '@vue/test-utils';
import { describe, expect, test, vi } from 'vitest';
import { refusal } from '../testing/fake-api.ts';
import type { Answers } from '../testing/fake-api.ts';
import { button, loggedIn, openConsole, press, staff, text } from '../testing/open-console.ts';
import { anEvent, anOrder } from '../testing/orders.ts';
// What is loaded late is loaded here before the tests begin: compiling it is not within their time.
import '../pages/tables/TablesPage.vue';

async function logIn(password: string): Promise<void> {
  for (const [name, value] of [
    ['username', 'demo'],
    ['password', password],
  ]) {
    const field = document.querySelector<HTMLInputElement>(`input[name="${name}"]`);
    if (!field) throw new Error(`no field ${name}`);
    field.value = value ?? '';
    field.dispatchEvent(new Event('input'));
  }
  await flushPromises();
  document.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }));
  await flushPromises();
}

describe('the login', () => {
  const out: Answers = { ...loggedIn, readSelf: () => Promise.reject(refusal(401, 'not_logged_in')) };

  test('comes first, and leads on to the page that was asked for', async () => {
    const { path } = await openConsole('/shops/1/board?order=3', {
      ...out,
      logIn: () => ({ staff }),
    });
    expect(path()).toBe('/login?return=/shops/1/board?order=3');
    await logIn('carillon');
    expect(path()).toBe('/shops/1/board?order=3');
  });

  test('says by its code why it was refused, and keeps the page', async () => {
    const { path } = await openConsole('/login', {
      ...out,
      logIn: () => Promise.reject(refusal(401, 'wrong_credentials')),
    });
    await logIn('wrong');
    expect(text()).toContain('用户名或密码不对');
    expect(path()).toBe('/login');
  });

  test('asks for what is missing without asking the server', async () => {
    const { fake } = await openConsole('/login', out);
    await logIn('');
    expect(text()).toContain('请填写用户名和密码');
    expect(fake.calls).not.toContain('logIn');
  });

  test.each([
    ['wechat_login_unknown', '这个微信号不是这里的店员'],
    ['wechat_login_cancelled', '你在微信里取消了登录'],
    ['wechat_login_expired', '请重新扫码'],
    ['brand_new_code', 'brand_new_code'],
  ])('says %s in words when WeChat sends the browser back with it', async (code, words) => {
    await openConsole(`/login?error=${code}`, out);
    expect(text()).toContain(words);
  });

  test('leads WeChat back to the page one was on', async () => {
    await openConsole('/shops/1/tables', out);
    expect(document.querySelector('a[href^="/api/staff/login/wechat"]')?.getAttribute('href')).toBe(
      '/api/staff/login/wechat?return=%2Fconsole%2Fshops%2F1%2Ftables',
    );
  });
});

describe('a shop’s page', () => {
  test('says that it cannot ring until someone starts taking orders', async () => {
    await openConsole('/', loggedIn);
    expect(button('不会响铃').dataset.audioState).toBe('locked');
    await press('开始接单');
    expect(button('会响铃').dataset.audioState).toBe('running');
  });

  test('rings for a new order, and accepting it in the pop-up ends that', async () => {
    const order = anOrder(17, { tableName: '8号桌' });
    const accepted = anOrder(17, { tableName: '8号桌', status: 'accepted' });
    const { line, device, clock, fake } = await openConsole('/', {
      ...loggedIn,
      acceptOrder: () => ({ order: accepted, seq: 2 }),
    });
    await press('开始接单');
    line.tell({ name: 'online' });
    line.deliver(anEvent(order), 5);
    await flushPromises();
    expect(device.played).toEqual(['newOrder']);
    expect(document.querySelector('.ring-dialog')?.textContent).toContain('¥42.00');
    document.querySelector<HTMLElement>('.ring-dialog [aria-label="接单：8号桌 · 017"]')?.click();
    await flushPromises();
    clock.advance(60_000);
    expect(fake.calls.filter((call) => call === 'acceptOrder')).toHaveLength(1);
    expect(device.played).toEqual(['newOrder', 'success']);
    expect(document.querySelector('#column-making')?.textContent).toContain('017');
  });

  test('takes another promise, or a reason to reject, in the pop-up', async () => {
    const sent: unknown[] = [];
    const { line, fake } = await openConsole('/', {
      ...loggedIn,
      acceptOrder(options) {
        sent.push(options);
        return { order: anOrder(17, { status: 'accepted' }), seq: 2 };
      },
      rejectOrder(options) {
        sent.push(options);
        const cancellation = { reason: 'rejected' as const, note: '餐品售完' };
        return { order: anOrder(18, { status: 'cancelled', cancellation }), seq: 2 };
      },
    });
    await press('开始接单');
    line.deliver(anEvent(anOrder(17)), 5);
    await flushPromises();
    document.querySelector<HTMLElement>('.ring-dialog input[value="45"]')?.click();
    await flushPromises();
    document.querySelector<HTMLElement>('.ring-dialog .accept')?.click();
    await flushPromises();
    line.deliver(anEvent(anOrder(18)), 6);
    await flushPromises();
    document.querySelector<HTMLElement>('.ring-dialog .reject')?.click();
    const form = await vi.waitUntil(() => document.querySelector('.el-dialog form'));
    form.dispatchEvent(new Event('submit', { cancelable: true }));
    await flushPromises();
    expect(sent).toEqual([
      { params: { orderId: 17 }, body: { promiseMinutes: 45 } },
      { params: { orderId: 18 }, body: { reason: '餐品售完' } },
    ]);
    expect(fake.calls).not.toContain('cancelOrder');
    expect(text()).toContain('已拒单，正在退款');
  });

  test('does not take a press meant for one order for the next in the queue', async () => {
    const { line, clock, fake } = await openConsole('/', {
      ...loggedIn,
      acceptOrder: () => ({ order: anOrder(17, { status: 'accepted' }), seq: 2 }),
    });
    await press('开始接单');
    line.deliver(anEvent(anOrder(17)), 5);
    line.deliver(anEvent(anOrder(18)), 6);
    await flushPromises();
    const accept = async () => {
      document.querySelector<HTMLElement>('.ring-dialog .accept')?.click();
      await flushPromises();
      return fake.calls.filter((call) => call === 'acceptOrder').length;
    };
    expect([await accept(), await accept()]).toEqual([1, 1]);
    // Time passes for the button even when someone sets the wall clock back.
    clock.setWall(-3_600_000);
    clock.advance(250);
    expect(await accept()).toBe(2);
  });

  test('stops ringing for an order accepted elsewhere, and says by whom', async () => {
    const { line, device, clock } = await openConsole('/', loggedIn);
    await press('开始接单');
    line.deliver(anEvent(anOrder(17)), 5);
    await flushPromises();
    line.deliver(anEvent(anOrder(17, { status: 'accepted' })), 6);
    await flushPromises();
    clock.advance(5000);
    expect(text()).toContain('1 号桌 · 017 已由 小周 接单');
    expect(device.played).toEqual(['newOrder']);
  });

  test('rings on after the journal started anew for what waits, and no longer for what is gone', async () => {
    let orders = [anOrder(16, { status: 'completed' }), anOrder(17)];
    const { line, device, clock } = await openConsole('/', {
      ...loggedIn,
      readBoard: () => ({ orders, seq: orders.length > 0 ? 90 : 3 }),
    });
    await press('开始接单');
    expect(device.played).toHaveLength(1);
    const startAnew = async () => {
      const orders = line.subscriptions.find(({ destination }) => destination.endsWith('/orders'));
      orders?.onRecovery?.({ recovered: false, seq: 3, missed: 0 });
      await flushPromises();
    };
    orders = [];
    await startAnew();
    clock.advance(60_000);
    expect(device.played).toHaveLength(1);
    expect(document.querySelector('#column-waiting')?.textContent).not.toContain('017');
    // The restored database gives the number of a completed order to a new one.
    line.deliver(anEvent(anOrder(16)), 4);
    await flushPromises();
    expect(device.played).toHaveLength(2);
    orders = [anOrder(16), anOrder(18)];
    await startAnew();
    clock.advance(1500);
    expect(device.played).toHaveLength(3);
    expect(device.said.at(-1)).toContain('新订单');
    expect(document.querySelector('#column-waiting')?.textContent).toContain('018');
  });

  test('does not complain when someone else was quicker to accept', async () => {
    let order = anOrder(17);
    await openConsole('/', {
      ...loggedIn,
      readBoard: () => ({ orders: [order], seq: 6 }),
      acceptOrder: () => {
        order = anOrder(17, { status: 'accepted' });
        return Promise.reject(refusal(409, 'order_already_accepted'));
      },
    });
    await press('先看看，不响铃');
    await press('接单：1 号桌 · 017');
    expect(text()).not.toContain('没有成功');
    expect(document.querySelector('#column-making')?.textContent).toContain('017');
  });

  test('keeps an order waiting, and says so, when accepting did not go through', async () => {
    const { line } = await openConsole('/', {
      ...loggedIn,
      acceptOrder: () => Promise.reject(refusal(0, 'network')),
    });
    await press('先看看，不响铃');
    line.deliver(anEvent(anOrder(17)), 5);
    await flushPromises();
    await press('接单：1 号桌 · 017');
    expect(document.querySelector('#column-waiting [role="alert"]')?.textContent).toContain('订单状态没变');
  });

  test('tells of a lost line and of what came meanwhile', async () => {
    const { line, clock } = await openConsole('/', loggedIn);
    line.tell({ name: 'online' });
    line.tell({ name: 'offline', since: clock.now(), retryInMs: 4000, reason: '' });
    await flushPromises();
    expect(document.querySelector('[data-line-state]')?.textContent).toContain('起离线');
    expect(text()).toContain('4 秒后重试');
    clock.advance(130_000);
    line.deliver(anEvent(anOrder(17)), 5, true);
    line.deliver(anEvent(anOrder(18)), 6, true);
    line.tell({ name: 'online' });
    await flushPromises();
    expect(text()).toContain('离线 2 分 10 秒，期间 2 笔新订单');
    expect(text()).toMatch(/017.*018/s);
  });

  test('looks after its line when the page is seen again', async () => {
    const { line } = await openConsole('/', loggedIn);
    document.dispatchEvent(new Event('visibilitychange'));
    expect(line.wakes).toBe(1);
  });

  test.each(['online', 'offline'])(
    'looks after its line, and looks again, when the network goes %s',
    async (type) => {
      const { line, clock } = await openConsole('/', loggedIn);
      window.dispatchEvent(new Event(type));
      expect(line.wakes).toBe(1);
      clock.advance(1500);
      expect(line.wakes).toBe(2);
    },
  );
});

describe('a session that ends elsewhere', () => {
  test('leads to the login with the reason, and back to where one was', async () => {
    let live = true;
    const { line, path } = await openConsole('/shops/1/tables', {
      ...loggedIn,
      listTables: () => ({ tables: [] }),
      readSelf: () => (live ? { staff } : Promise.reject(refusal(401, 'not_logged_in'))),
      logIn: () => ({ staff }),
    });
    await vi.waitFor(() => expect(text()).toContain('还没有桌台'));
    live = false;
    line.tell({ name: 'refused', code: 'logged_out', reason: 'logged_out' });
    await flushPromises();
    expect(path()).toBe('/login?return=/shops/1/tables');
    expect(text()).toContain('登录已在别处退出');
    expect(line.closed).toBe(true);
    await logIn('carillon');
    expect(path()).toBe('/shops/1/tables');
  });

  test.each([
    ['logged_out', '你的登录已在别处退出'],
    ['device_ended', '店主在「店内」页让这台设备退出了登录'],
    ['session_expired', '登录太久，已经过期'],
    ['password_changed', '请用新密码登录'],
    ['account_disabled', '店主停用了这个账号'],
    ['unauthorized', '登录已失效'],
  ])('says %s in words', async (code, words) => {
    let live = true;
    const { line } = await openConsole('/', {
      ...loggedIn,
      readSelf: () => (live ? { staff } : Promise.reject(refusal(401, 'not_logged_in'))),
    });
    live = false;
    line.tell({ name: 'refused', code, reason: '' });
    await vi.waitFor(() => expect(text()).toContain(words));
  });

  test.each([
    ['logged_out', '登录已在别处退出，新订单传不过来'],
    ['device_ended', '店主让这台设备退出了登录，新订单传不过来'],
    ['session_expired', '登录已过期，新订单传不过来'],
  ])('says %s on the page while the server cannot be asked', async (code, words) => {
    let up = true;
    const { line } = await openConsole('/', {
      ...loggedIn,
      readSelf: () => (up ? { staff } : Promise.reject(refusal(0, 'network'))),
    });
    await press('开始接单');
    up = false;
    line.tell({ name: 'refused', code, reason: '' });
    await flushPromises();
    expect(text()).toContain(words);
  });

  test('is found out when a handshake fails, and ends the retries', async () => {
    let live = true;
    const { mayRetry, path } = await openConsole('/', {
      ...loggedIn,
      readSelf: () => (live ? { staff } : Promise.reject(refusal(401, 'not_logged_in'))),
    });
    expect(await mayRetry()).toBe(true);
    live = false;
    expect(await mayRetry()).toBe(false);
    await flushPromises();
    expect(path()).toContain('/login');
  });
});

test('a server out of reach at the start is not taken for a logout', async () => {
  let up = false;
  const { path } = await openConsole('/shops/1/board', {
    ...loggedIn,
    readSelf: () => (up ? { staff } : Promise.reject(refusal(0, 'network'))),
  });
  expect(text()).toContain('连不上服务器');
  up = true;
  await press('重试');
  expect(path()).toBe('/shops/1/board');
  expect(document.querySelector('#column-waiting')).not.toBeNull();
});
