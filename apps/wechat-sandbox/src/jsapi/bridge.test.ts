import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { startWorld } from '../testing/world.ts';

interface Frame {
  src: string;
  style: object;
  contentWindow: object;
  remove: () => void;
}

/** As much of a browser's page as the script touches. */
async function openPage() {
  const world = await startWorld();
  const script = await world.sandbox.app.inject({
    url: '/sandbox/weixin-js-bridge.js',
    headers: { host: '127.0.0.1:3100' },
  });
  const frames: Frame[] = [];
  const events: string[] = [];
  const listeners = new Set<(event: object) => void>();
  const page = {
    Event,
    document: {
      body: { append: (frame: Frame) => void frames.push(frame) },
      createElement: (): Frame => {
        const frame = { src: '', style: {}, contentWindow: {}, remove: () => void frames.splice(0) };
        return frame;
      },
      dispatchEvent: (event: Event) => void events.push(event.type),
    },
    addEventListener: (_name: string, listener: (event: object) => void) => void listeners.add(listener),
    removeEventListener: (_name: string, listener: (event: object) => void) =>
      void listeners.delete(listener),
    WeixinJSBridge: undefined as
      { invoke(method: string, parameters: object, callback: (result: object) => void): void } | undefined,
  };
  runInNewContext(script.payload, page);
  const say = (event: object) => {
    for (const listener of [...listeners]) listener(event);
  };
  return { page, frames, events, listeners, say };
}

test('a page hears that the bridge is ready', async () => {
  const { page, events } = await openPage();
  expect(page.WeixinJSBridge).toBeDefined();
  expect(events).toEqual(['WeixinJSBridgeReady']);
});

test.each(['ok', 'cancel', 'fail'])(
  'paying opens the sheet over the page, and calls back %s',
  async (payOutcome) => {
    const { page, frames, listeners, say } = await openPage();
    const results: object[] = [];
    page.WeixinJSBridge?.invoke('getBrandWCPayRequest', { appId: 'wx1' }, (result) => results.push(result));
    const [frame] = frames;
    const [address, call = ''] = frame?.src.split('#') ?? [];
    expect(address).toBe('http://127.0.0.1:3100/sandbox/pay-sheet');
    expect(JSON.parse(decodeURIComponent(call))).toEqual({ appId: 'wx1' });

    say({ source: {}, data: { payOutcome: 'ok' } });
    say({ source: frame?.contentWindow, data: 'something else' });
    expect(results).toEqual([]);
    say({ source: frame?.contentWindow, data: { payOutcome } });
    expect(results).toEqual([{ err_msg: `get_brand_wcpay_request:${payOutcome}` }]);
    expect([frames.length, listeners.size]).toEqual([0, 0]);
  },
);

test('what the sandbox does not play fails', async () => {
  const { page } = await openPage();
  const results: object[] = [];
  page.WeixinJSBridge?.invoke('hideOptionMenu', {}, (result) => results.push(result));
  expect(results).toEqual([{ err_msg: 'hideOptionMenu:fail, the sandbox does not play it' }]);
});

test('the pay sheet is a page of the sandbox', async () => {
  const world = await startWorld();
  const sheet = await world.sandbox.app.inject('/sandbox/pay-sheet');
  expect(sheet.headers['content-type']).toContain('text/html');
  expect(sheet.payload).toContain('/sandbox/api/jsapi/check');
});
