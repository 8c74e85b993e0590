import { createPayClient, createQrLogin } from '@carillon/wechat';
import type { PayClient, QrLogin } from '@carillon/wechat';
import type { Clock } from './clock.ts';
import type { WeChatCredentials } from './wechat-credentials.ts';

/** The Open Platform website app that staff log in through. */
export interface WeChatLogin {
  /** Openids mean something only together with the app they were given to. */
  readonly appid: string;
  readonly client: QrLogin;
}

/** WeChat as this server may use it. */
export interface WeChat {
  readonly pay: PayClient;
  readonly login: WeChatLogin;
}

/** Makes the clients for a merchant. Throws `wechat_configuration_invalid` naming what cannot be used. */
export function createWeChat(credentials: WeChatCredentials, clock: Clock): WeChat {
  const { baseUrls, verifiers, mchid, merchantSerial, merchantPrivateKey, apiV3Key } = credentials;
  const pay = createPayClient({
    ...{ verifiers, mchid, merchantSerial, merchantPrivateKey, apiV3Key },
    baseUrl: baseUrls.pay,
    appid: credentials.payAppid,
    clock: () => clock.now().getTime(),
  });
  const client = createQrLogin({
    openBaseUrl: baseUrls.open,
    apiBaseUrl: baseUrls.api,
    appid: credentials.openAppid,
    secret: credentials.openSecret,
  });
  return { pay, login: { appid: credentials.openAppid, client } };
}
