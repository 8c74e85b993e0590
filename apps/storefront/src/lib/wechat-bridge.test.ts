import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { askToPay, findBridge, isInWeChat } from './wechat-bridge.ts';
import type { WeChatBridge } from './wechat-bridge.ts';

const payment = {
  appId: 'wx1',
  timeStamp: '1',
  nonceStr: 'n',
  package: 'prepay_id=wx2',
  signType: 'RSA' as const,
  paySign: 's',
};

function bridgeSaying(said: string): WeChatBridge {
  return { invoke: (_method, _parameters, callback) => callback({ err_msg: said }) };
}

const loaded: string[] = [];

beforeEach(() => {
  loaded.length = 0;
  vi.spyOn(document.head, 'append').mockImplementation((...nodes) => {
    loaded.push(
      ...nodes.map((node) => (node instanceof HTMLScriptElement ? new URL(node.src).pathname : '')),
    );
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  delete window.WeixinJSBridge;
});

test.each([
  ['Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 Mobile/15E148 MicroMessenger/8.0.50(0x18003233)', true],
  ['Mozilla/5.0 (X11; Linux x86_64) Chrome/142.0 Safari/537.36', false],
])('a browser that says %j is WeChat’s: %j', (userAgent, inside) => {
  expect(isInWeChat(userAgent)).toBe(inside);
});

describe('the bridge', () => {
  test('is the one that is there', async () => {
    const bridge = bridgeSaying('');
    window.WeixinJSBridge = bridge;
    expect(await findBridge()).toBe(bridge);
    expect(loaded).toEqual([]);
  });

  test('is waited for, and asked from the server meanwhile', async () => {
    const bridge = bridgeSaying('');
    const found = findBridge();
    expect(loaded).toEqual(['/weixin-js-bridge.js']);
    window.WeixinJSBridge = bridge;
    document.dispatchEvent(new Event('WeixinJSBridgeReady'));
    expect(await found).toBe(bridge);
  });

  test('that does not come is given up', async () => {
    await expect(findBridge(0)).rejects.toThrow('no bridge');
  });

  test.each([
    ['get_brand_wcpay_request:ok', 'ok'],
    ['get_brand_wcpay_request:cancel', 'cancel'],
    ['get_brand_wcpay_request:fail', 'fail'],
    ['system:access_denied', 'fail'],
  ])('that says %j means %s', async (said, outcome) => {
    expect(await askToPay(bridgeSaying(said), payment)).toBe(outcome);
  });
});
