import { makeOrder, refusalOf } from '@carillon/buyer/testing';
import { flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { WeChatBridge } from '../lib/wechat-bridge.ts';
import { mountPage } from '../testing/mount-page.ts';

const jsapi = {
  outTradeNo: 'C7',
  amountFen: 5_600,
  expiresAt: '2999-01-01T00:00:00.000Z',
  watchToken: 'secret',
  payment: {
    appId: 'wx1',
    timeStamp: '1',
    nonceStr: 'n',
    package: 'prepay_id=wx2',
    signType: 'RSA' as const,
    paySign: 's',
  },
};
const buyer = { isLoggedIn: true, way: 'h5' as const, canPayInWeChat: true };
const trade = { ...jsapi, codeUrl: 'weixin://wxpay/bizpayurl?pr=1' };
let opened: Awaited<ReturnType<typeof mountPage>> | undefined;

/** What WeChat's sheet says, and what WeChat says when it is asked, one after the other. */
async function openOrder({ said = 'ok', paid = [true], canPayInWeChat = true } = {}) {
  const invoke = vi.fn<WeChatBridge['invoke']>((_method, _payment, callback) =>
    callback({ err_msg: `get_brand_wcpay_request:${said}` }),
  );
  window.WeixinJSBridge = { invoke };
  let isPaid = false;
  const reply = () => ({ order: makeOrder(isPaid ? { status: 'paid' } : {}), seq: isPaid ? 4 : 3 });
  const openTrade = vi.fn(() => Promise.resolve(trade));
  opened = await mountPage('/orders/7', {
    readOrder: () => Promise.resolve(reply()),
    readBuyer: () => Promise.resolve({ buyer: { ...buyer, canPayInWeChat }, canLogIn: true }),
    openJsapiPayment: () => Promise.resolve(jsapi),
    openTrade,
    checkPayment: () => {
      isPaid = paid.shift() ?? isPaid;
      return Promise.resolve(reply());
    },
  });
  return { ...opened, invoke, openTrade };
}

beforeEach(() => {
  vi.spyOn(navigator, 'userAgent', 'get').mockReturnValue('Mozilla/5.0 (iPhone) MicroMessenger/8.0.50');
});

afterEach(() => {
  vi.restoreAllMocks();
  opened?.page.unmount();
  delete window.WeixinJSBridge;
  localStorage.clear();
});

describe('inside WeChat, the page of an order', () => {
  test('pays by WeChat’s sheet, with what the server signed, and opens no code', async () => {
    const { page, press, invoke, openTrade } = await openOrder();
    expect(page.find('[role="img"]').exists()).toBe(false);
    await press('微信支付');
    await flushPromises();
    expect(invoke).toHaveBeenCalledWith('getBrandWCPayRequest', jsapi.payment, expect.any(Function));
    expect(page.text()).toContain('支付成功');
    expect(openTrade).not.toHaveBeenCalled();
  });

  test('does not believe the sheet that it is paid, and asks again when told to', async () => {
    const { page, press } = await openOrder({ paid: [false, true] });
    await press('微信支付');
    await flushPromises();
    expect(page.text()).toContain('不要重复支付');
    await press('再查一次');
    await flushPromises();
    expect(page.text()).toContain('支付成功');
  });

  test('does not believe the sheet that it was cancelled, either', async () => {
    const { page, press } = await openOrder({ said: 'cancel' });
    await press('微信支付');
    await flushPromises();
    expect(page.text()).toContain('支付成功');
  });

  test.each([
    ['cancel', '没有支付，没有扣款。'],
    ['fail', '微信支付'],
  ])('lets a buyer whose sheet said %j try once more', async (said, words) => {
    const { page, press, invoke } = await openOrder({ said, paid: [false, false] });
    await press('微信支付');
    await flushPromises();
    expect(page.text()).toContain(words);
    await press('微信支付');
    expect(invoke).toHaveBeenCalledTimes(2);
  });

  test('shows a code to who asks for it, or whom WeChat did not name', async () => {
    const { page, press } = await openOrder();
    await press('改用付款码支付');
    await flushPromises();
    expect(page.find('[role="img"]').exists()).toBe(true);
    page.unmount();
    const stranger = await openOrder({ canPayInWeChat: false });
    expect(stranger.page.find('[role="img"]').exists()).toBe(true);
  });

  test('says why the payment cannot be begun', async () => {
    opened = await mountPage('/orders/7', {
      readOrder: () => Promise.resolve({ order: makeOrder(), seq: 3 }),
      readBuyer: () => Promise.resolve({ buyer, canLogIn: true }),
      openJsapiPayment: () => Promise.reject(refusalOf(409, 'openid_missing')),
    });
    window.WeixinJSBridge = { invoke: vi.fn() };
    await opened.press('微信支付');
    await flushPromises();
    expect(opened.page.get('.wechat-pay__note').text()).not.toBe('');
    expect(opened.page.text()).toContain('改用付款码支付');
  });
});
