import { WeChatError } from '../errors/wechat-error.ts';
import { readBaseUrl } from '../http/base-url.ts';
import { DEFAULT_ANSWER_LIMIT_BYTES, DEFAULT_REQUEST_TIME_LIMIT_MS } from '../http/send-request.ts';
import type { Line } from '../http/send-request.ts';

/** An app with WeChat (website app, service account, mini program), and where WeChat is. */
export interface AppOptions {
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

/** What the calls of an app stand on. */
export interface AppContext {
  readonly apiBaseUrl: URL;
  readonly appid: string;
  readonly secret: string;
  readonly line: Line;
}

/** Reads an app's options. Throws `wechat_configuration_invalid` naming the setting that is wrong. */
export function readAppOptions(options: AppOptions): AppContext {
  const { appid, secret } = options;
  if (appid === '' || secret === '') {
    throw new WeChatError('wechat_configuration_invalid', 'appid or secret is missing.');
  }
  return {
    apiBaseUrl: readBaseUrl('apiBaseUrl', options.apiBaseUrl),
    appid,
    secret,
    line: {
      fetch: options.fetch ?? fetch,
      requestTimeLimitMs: options.requestTimeLimitMs ?? DEFAULT_REQUEST_TIME_LIMIT_MS,
      answerLimitBytes: options.answerLimitBytes ?? DEFAULT_ANSWER_LIMIT_BYTES,
    },
  };
}
