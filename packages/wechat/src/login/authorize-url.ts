import { WeChatError } from '../errors/wechat-error.ts';
import { isSafeUrl } from '../http/base-url.ts';

/** A page of open.weixin.qq.com that leads back with a code. */
export interface AuthorizePage {
  readonly openBaseUrl: URL;
  readonly path: '/connect/qrconnect' | '/connect/oauth2/authorize';
  readonly appid: string;
  readonly scope: 'snsapi_login' | 'snsapi_base';
  /** What a state may be made of. */
  readonly statePattern: RegExp;
}

export interface AuthorizeReturn {
  /** Where WeChat sends the browser with `code` and `state`; its host is registered with WeChat. */
  readonly redirectUri: string;
  /** Comes back as it is. The only defence against a foreign login: random, bound to the browser, good once. */
  readonly state: string;
}

/**
 * Address of a page of WeChat's for the browser to go to, with `last` as its last parameter: WeChat is known to mind
 * the order. Throws `wechat_redirect_uri_invalid` or `wechat_state_invalid`.
 */
export function authorizeUrl(
  page: AuthorizePage,
  { redirectUri, state }: AuthorizeReturn,
  [lastName, lastValue]: readonly [string, string],
): string {
  const url = URL.parse(redirectUri);
  if (!url || !isSafeUrl(url) || redirectUri.includes('#')) {
    throw new WeChatError(
      'wechat_redirect_uri_invalid',
      'The address to return to is not https (http on loopback), or has a fragment.',
    );
  }
  if (!page.statePattern.test(state)) {
    throw new WeChatError('wechat_state_invalid', 'The login state has odd characters or a wrong length.');
  }
  const query = [
    ['appid', page.appid],
    ['redirect_uri', redirectUri],
    ['response_type', 'code'],
    ['scope', page.scope],
    ['state', state],
    [lastName, lastValue],
  ].map(([name = '', value = '']) => `${name}=${encodeURIComponent(value)}`);
  return `${page.openBaseUrl.origin}${page.path}?${query.join('&')}#wechat_redirect`;
}
