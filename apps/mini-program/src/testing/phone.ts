import { randomBytes } from 'node:crypto';
import { createPhoneSockets } from './phone-sockets.ts';
import type { PhoneSockets } from './phone-sockets.ts';

interface PhoneOptions {
  /** The WeChat that logs in and takes payments. */
  readonly sandboxUrl: string;
  /** Of the mini program: WeChat knows whose payments it asks for. */
  readonly appid: string;
  /** One of the sandbox's people. */
  readonly person: string;
}

/** What was shown or asked over the pages. */
interface PhoneEvent {
  readonly api: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** A phone with WeChat on it, as a mini program sees it: `wx` talks to a real server and a real sandbox. */
export interface Phone {
  readonly wx: Record<string, unknown>;
  readonly sockets: PhoneSockets;
  /** What the mini program did with the phone, the latest last. */
  readonly events: readonly PhoneEvent[];
  /** Gives the next page that was gone to by `wx.navigateTo` or `wx.redirectTo`, each once; undefined so far. */
  nextPage(): string | undefined;
  /** Whether `wx.requestPayment` is paid or turned down. */
  paysNext: boolean;
  setNetwork(isThere: boolean): void;
}

type Callbacks = Readonly<Record<'success' | 'fail', ((result: object) => void) | undefined>>;

interface RequestOptions extends Callbacks {
  readonly url: string;
  readonly method: string;
  readonly header: Record<string, string>;
  readonly data?: string;
}

/** Answers of WeChat come later than the call, and each in a turn of its own. */
function later(run: () => void): void {
  setImmediate(run);
}

export function createPhone({ sandboxUrl, appid, person }: PhoneOptions): Phone {
  const storage = new Map<string, unknown>();
  const events: PhoneEvent[] = [];
  const pages: string[] = [];
  const sockets = createPhoneSockets();
  let hasNetwork = true;
  /** Consent may be asked for in a payment's callback only, for these pages ask for it nowhere else. */
  let maySubscribe = false;

  const phone: Phone = {
    wx: {},
    sockets,
    events,
    paysNext: true,
    nextPage: () => pages.shift(),
    setNetwork(isThere) {
      hasNetwork = isThere;
      sockets.setNetwork(isThere);
    },
  };

  async function askSandbox(path: string, body: object): Promise<Record<string, unknown>> {
    const response = await fetch(`${sandboxUrl}/sandbox/api${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const answer = (await response.json()) as Record<string, unknown>;
    if (!response.ok) throw new Error(JSON.stringify(answer));
    return answer;
  }

  function settle(work: Promise<object>, { success, fail }: Callbacks): void {
    work.then(
      (result) => later(() => success?.(result)),
      (error: unknown) => later(() => fail?.({ errMsg: String(error) })),
    );
  }

  async function request({ url, method, header, data }: RequestOptions): Promise<object> {
    if (!hasNetwork) throw new Error('request:fail interrupted');
    const response = await fetch(url, {
      method,
      // What WeChat says unless it is told otherwise, also of nothing.
      headers: { 'content-type': 'application/json', ...header },
      ...(data !== undefined && { body: data }),
    });
    return { statusCode: response.status, data: await response.text(), header: {} };
  }

  async function pay({ nonceStr, paySign, timeStamp, ...call }: Record<string, unknown>): Promise<object> {
    if (!phone.paysNext) throw new Error('requestPayment:fail cancel');
    const payment = {
      appId: appid,
      timeStamp,
      nonceStr,
      package: call.package,
      signType: call.signType,
      paySign,
    };
    await askSandbox('/jsapi/pay', payment);
    return { errMsg: 'requestPayment:ok' };
  }

  const shown = ['setNavigationBarTitle', 'showToast', 'vibrateShort'];
  Object.assign(phone.wx, {
    ...Object.fromEntries(
      [...shown, 'setScreenBrightness', 'setKeepScreenOn'].map((api) => [
        api,
        (options: Record<string, unknown>) => void events.push({ api, options }),
      ]),
    ),
    navigateTo: ({ url }: { url: string }) => void pages.push(url),
    redirectTo: ({ url }: { url: string }) => void pages.push(url),
    getStorageSync: (name: string) => storage.get(name) ?? '',
    setStorageSync: (name: string, value: unknown) => void storage.set(name, value),
    removeStorageSync: (name: string) => void storage.delete(name),
    getAppBaseInfo: () => ({ language: 'zh_CN' }),
    getScreenBrightness: ({ success }: Callbacks) => later(() => success?.({ value: 0.4 })),
    getRandomValues: ({ length, success }: Callbacks & { length: number }) => {
      const { buffer } = new Uint8Array(randomBytes(length));
      later(() => success?.({ randomValues: buffer }));
    },
    showModal: (options: Callbacks & Record<string, unknown>) => {
      events.push({ api: 'showModal', options });
      later(() => options.success?.({ confirm: true }));
    },
    request: (options: RequestOptions) => settle(request(options), options),
    connectSocket: (options: Parameters<typeof sockets.connectSocket>[0]) => sockets.connectSocket(options),
    login: (options: Callbacks) => settle(askSandbox('/mini-codes', { person }), options),
    requestPayment(options: Callbacks & Record<string, unknown>) {
      const success = (result: object): void => {
        maySubscribe = true;
        options.success?.(result);
        maySubscribe = false;
      };
      settle(pay(options), { success, fail: options.fail });
    },
    requestSubscribeMessage(options: Record<string, unknown>) {
      if (!maySubscribe)
        throw new Error('requestSubscribeMessage:fail can only be invoked by user TAP gesture');
      events.push({ api: 'requestSubscribeMessage', options });
    },
  });
  return phone;
}
