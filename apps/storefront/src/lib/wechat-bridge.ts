import type { JsapiPaymentReply } from '@carillon/contract';

/** What WeChat's browser gives its pages. WeChat Pay, JSAPI调起支付. */
export interface WeChatBridge {
  invoke(method: string, parameters: unknown, callback: (result: { err_msg?: string }) => void): void;
}

export type PayOutcome = 'ok' | 'cancel' | 'fail';

declare global {
  interface Window {
    WeixinJSBridge?: WeChatBridge;
  }
}

/** In development the server leads from here to the sandbox's bridge; elsewhere it is not found, and not needed. */
const SANDBOX_BRIDGE = '/weixin-js-bridge.js';
/** WeChat has its bridge ready long before anybody can tap. */
const PATIENCE_MS = 5_000;

/** Whether the page is shown by WeChat's own browser. */
export function isInWeChat(userAgent: string = navigator.userAgent): boolean {
  return /\bMicroMessenger\//i.test(userAgent);
}

/** The bridge, at once or when WeChat has made it. Rejects when none comes. */
export async function findBridge(patienceMs: number = PATIENCE_MS): Promise<WeChatBridge> {
  if (window.WeixinJSBridge) return window.WeixinJSBridge;
  const found = Promise.withResolvers<WeChatBridge>();
  const take = (): void => {
    if (window.WeixinJSBridge) found.resolve(window.WeixinJSBridge);
  };
  const timer = setTimeout(() => found.reject(new Error('WeChat gave the page no bridge')), patienceMs);
  document.addEventListener('WeixinJSBridgeReady', take);
  const script = document.createElement('script');
  script.src = SANDBOX_BRIDGE;
  document.head.append(script);
  try {
    return await found.promise;
  } finally {
    clearTimeout(timer);
    document.removeEventListener('WeixinJSBridgeReady', take);
  }
}

/** Has WeChat ask for the payment, and tells what it says came of it: that is no proof. */
export async function askToPay(
  bridge: WeChatBridge,
  payment: JsapiPaymentReply['payment'],
): Promise<PayOutcome> {
  return new Promise((resolve) => {
    bridge.invoke('getBrandWCPayRequest', payment, ({ err_msg: said }) => {
      const outcome = said?.replace('get_brand_wcpay_request:', '');
      resolve(outcome === 'ok' || outcome === 'cancel' ? outcome : 'fail');
    });
  });
}
