import { WeChatError, createPayClient, createQrLogin } from '@carillon/wechat';
import type { PayClient, QrLogin } from '@carillon/wechat';
import type { Context } from './context.ts';
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

/**
 * Makes the clients for a merchant. Certificates of WeChat Pay's are renewed by themselves, unless the merchant has
 * moved to its public key altogether. Throws `wechat_configuration_invalid` naming what cannot be used.
 */
export function createWeChat(
  credentials: WeChatCredentials,
  { clock, logger }: Pick<Context, 'clock' | 'logger'>,
): WeChat {
  const { baseUrls, verifiers, mchid, merchantSerial, merchantPrivateKey, apiV3Key } = credentials;
  const pay = createPayClient({
    ...{ verifiers, mchid, merchantSerial, merchantPrivateKey, apiV3Key },
    baseUrl: baseUrls.pay,
    appid: credentials.payAppid,
    downloadCertificates: verifiers.length === 0 || verifiers.some(({ serial }) => !isPublicKeyId(serial)),
    onDownloadFailed: (error) => {
      const code = error instanceof WeChatError ? error.code : undefined;
      logger.warn({ code, err: error }, 'the certificates of WeChat Pay were not downloaded');
    },
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

function isPublicKeyId(serial: string): boolean {
  return serial.startsWith('PUB_KEY_ID_');
}
