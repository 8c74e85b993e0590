import { WeChatError } from '../errors/wechat-error.ts';
import { isSafeUrl } from '../http/base-url.ts';

export interface AuthorizeRequest {
  /** Where WeChat sends the browser with `code` and `state`; its host is registered with WeChat. */
  readonly redirectUri: string;
  /** Comes back as it is. The only defence against a foreign login: random, bound to the browser, good once. */
  readonly state: string;
  /** Language of WeChat's page; Chinese unless told. */
  readonly lang?: 'cn' | 'en' | undefined;
}

/**
 * Address of WeChat's page with the login QR code, for the browser to go to. A person who declines either
 * stays there or comes back without a code. WeChat Open Platform, 网站应用微信登录开发指南, step 1.
 *
 * Throws `wechat_redirect_uri_invalid` or `wechat_state_invalid`.
 */
export function authorizeUrl(site: { openBaseUrl: URL; appid: string }, request: AuthorizeRequest): string {
  const redirectUri = URL.parse(request.redirectUri);
  if (!redirectUri || !isSafeUrl(redirectUri) || request.redirectUri.includes('#')) {
    throw new WeChatError(
      'wechat_redirect_uri_invalid',
      'The address to return to is not https (http on loopback), or has a fragment.',
    );
  }
  if (!/^[\w-]{1,128}$/.test(request.state)) {
    throw new WeChatError('wechat_state_invalid', 'The login state has odd characters or a wrong length.');
  }
  // WeChat's page is known to mind the order.
  const query = [
    ['appid', site.appid],
    ['redirect_uri', request.redirectUri],
    ['response_type', 'code'],
    ['scope', 'snsapi_login'],
    ['state', request.state],
    ['lang', request.lang ?? 'cn'],
  ].map(([name = '', value = '']) => `${name}=${encodeURIComponent(value)}`);
  return `${site.openBaseUrl.origin}/connect/qrconnect?${query.join('&')}#wechat_redirect`;
}
