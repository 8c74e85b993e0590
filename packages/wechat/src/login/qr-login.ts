import { readAppOptions } from '../app/app-context.ts';
import type { AppOptions } from '../app/app-context.ts';
import { readBaseUrl } from '../http/base-url.ts';
import { authorizeUrl } from './authorize-url.ts';
import type { AuthorizePage, AuthorizeReturn } from './authorize-url.ts';
import { exchangeCode, identityIn } from './exchange-code.ts';
import type { WeChatIdentity } from './exchange-code.ts';

/** A website app of the WeChat Open Platform, and where WeChat is. */
export interface QrLoginOptions extends AppOptions {
  /** `https://open.weixin.qq.com`, or the sandbox: a host, no path. Browsers go there. */
  readonly openBaseUrl: string;
}

export interface AuthorizeRequest extends AuthorizeReturn {
  /** Language of WeChat's page; Chinese unless told. */
  readonly lang?: 'cn' | 'en' | undefined;
}

/** Login to a website by scanning a QR code with WeChat. */
export interface QrLogin {
  /**
   * Address of the page with the QR code, for the browser to go to. A person who declines either stays there or
   * comes back without a code. Throws `wechat_redirect_uri_invalid` or `wechat_state_invalid`.
   */
  authorizeUrl(request: AuthorizeRequest): string;
  /** Exchanges a code, which is good once and for ten minutes, for who scanned. */
  exchangeCode(code: string): Promise<WeChatIdentity>;
}

/**
 * Makes a login client, or throws `wechat_configuration_invalid` naming the setting that is wrong. WeChat Open
 * Platform, 网站应用微信登录开发指南.
 */
export function createQrLogin(options: QrLoginOptions): QrLogin {
  const context = readAppOptions(options);
  const page: AuthorizePage = {
    openBaseUrl: readBaseUrl('openBaseUrl', options.openBaseUrl),
    path: '/connect/qrconnect',
    appid: context.appid,
    scope: 'snsapi_login',
    statePattern: /^[\w-]{1,128}$/,
  };
  return {
    authorizeUrl: (request) => authorizeUrl(page, request, ['lang', request.lang ?? 'cn']),
    exchangeCode: async (code) => identityIn(await exchangeCode(context, code)),
  };
}
