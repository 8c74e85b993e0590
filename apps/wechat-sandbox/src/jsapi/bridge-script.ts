import { embedJson } from '../platform/html.ts';

interface Page {
  document: {
    body: { append(element: Frame): void };
    createElement(name: 'iframe'): Frame;
    dispatchEvent(event: Event): boolean;
  };
  WeixinJSBridge?: { invoke: Invoke };
  addEventListener(name: 'message', listener: (event: Said) => void): void;
  removeEventListener(name: 'message', listener: (event: Said) => void): void;
}
interface Frame {
  src: string;
  title: string;
  style: { cssText: string };
  contentWindow: unknown;
  remove(): void;
}
interface Said {
  source: unknown;
  data: unknown;
}
type Invoke = (method: string, parameters: unknown, callback: (result: { err_msg: string }) => void) => void;

/**
 * The script that a shop's page loads in development to have what WeChat's browser gives it: `WeixinJSBridge`, whose
 * `getBrandWCPayRequest` opens the sandbox's pay sheet over the page and calls back `ok`, `cancel` or `fail`.
 * Source: WeChat Pay, "JSAPI调起支付".
 */
export function bridgeScript(sandboxUrl: string): string {
  return `(${playBridge.toString()})(${embedJson(sandboxUrl)});\n`;
}

/** Runs in the browser: sent as text, so it may use nothing from this module. */
function playBridge(sandboxUrl: string): void {
  const page = globalThis as unknown as Page;
  // WeChat's own browser has the real one.
  if (page.WeixinJSBridge) return;

  const invoke: Invoke = (method, parameters, callback) => {
    if (method !== 'getBrandWCPayRequest') {
      callback({ err_msg: `${method}:fail, the sandbox does not play it` });
      return;
    }
    const frame = page.document.createElement('iframe');
    frame.title = '微信支付';
    frame.style.cssText =
      'position:fixed;inset:0;width:100%;height:100%;border:0;z-index:2147483647;color-scheme:normal';
    frame.src = `${sandboxUrl}/sandbox/pay-sheet#${encodeURIComponent(JSON.stringify(parameters))}`;
    const listen = ({ source, data }: Said) => {
      if (source !== frame.contentWindow || typeof data !== 'object' || data === null) return;
      if (!('payOutcome' in data) || typeof data.payOutcome !== 'string') return;
      page.removeEventListener('message', listen);
      frame.remove();
      callback({ err_msg: `get_brand_wcpay_request:${data.payOutcome}` });
    };
    page.addEventListener('message', listen);
    page.document.body.append(frame);
  };

  page.WeixinJSBridge = { invoke };
  page.document.dispatchEvent(new Event('WeixinJSBridgeReady'));
}
