import { WeChatError } from '../errors/wechat-error.ts';
import { readBaseUrl } from '../http/base-url.ts';
import { DEFAULT_ANSWER_LIMIT_BYTES, DEFAULT_REQUEST_TIME_LIMIT_MS } from '../http/send-request.ts';
import { authorizeUrl } from './authorize-url.ts';
import type { AuthorizeRequest } from './authorize-url.ts';
import { exchangeCode } from './exchange-code.ts';
import type { WeChatIdentity } from './exchange-code.ts';

/** A website app of the WeChat Open Platform, and where WeChat is. */
export interface QrLoginOptions {
  /** `https://open.weixin.qq.com`, or the sandbox: a host, no path. Browsers go there. */
  readonly openBaseUrl: string;
  /** `https://api.weixin.qq.com`, or the sandbox: a host, no path. */
  readonly apiBaseUrl: string;
  readonly appid: string;
  readonly secret: string;
  /** 8000 unless told. */
  readonly requestTimeLimitMs?: number | undefined;
  /** 1 MiB unless told. */
  readonly answerLimitBytes?: number | undefined;
  readonly fetch?: typeof fetch | undefined;
}

/** Login to a website by scanning a QR code with WeChat. */
export interface QrLogin {
  authorizeUrl(request: AuthorizeRequest): string;
  exchangeCode(code: string): Promise<WeChatIdentity>;
}

/** Makes a login client, or throws `wechat_configuration_invalid` naming the setting that is wrong. */
export function createQrLogin(options: QrLoginOptions): QrLogin {
  const { appid, secret } = options;
  if (appid === '' || secret === '') {
    throw new WeChatError('wechat_configuration_invalid', 'appid or secret is missing.');
  }
  const site = { openBaseUrl: readBaseUrl('openBaseUrl', options.openBaseUrl), appid };
  const context = {
    apiBaseUrl: readBaseUrl('apiBaseUrl', options.apiBaseUrl),
    appid,
    secret,
    line: {
      fetch: options.fetch ?? fetch,
      requestTimeLimitMs: options.requestTimeLimitMs ?? DEFAULT_REQUEST_TIME_LIMIT_MS,
      answerLimitBytes: options.answerLimitBytes ?? DEFAULT_ANSWER_LIMIT_BYTES,
    },
  };
  return {
    authorizeUrl: (request) => authorizeUrl(site, request),
    exchangeCode: (code) => exchangeCode(context, code),
  };
}
