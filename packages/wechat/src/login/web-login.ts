import { readAppOptions } from '../app/app-context.ts';
import type { AppOptions } from '../app/app-context.ts';
import { readBaseUrl } from '../http/base-url.ts';
import { integerIn } from '../http/json.ts';
import { authorizeUrl } from './authorize-url.ts';
import type { AuthorizePage, AuthorizeReturn } from './authorize-url.ts';
import { exchangeCode, identityIn } from './exchange-code.ts';
import type { WeChatIdentity } from './exchange-code.ts';

/** A service account, and where WeChat is. */
export interface WebLoginOptions extends AppOptions {
  /** `https://open.weixin.qq.com`, or the sandbox: a host, no path. Browsers go there. */
  readonly openBaseUrl: string;
}

/** Who looks at a page inside WeChat. */
export interface WebIdentity extends WeChatIdentity {
  /**
   * Whether this is the stand-in of a "snapshot page", whom WeChat shows before the person has agreed to anything:
   * nobody to take an order or a payment from.
   */
  readonly isSnapshotUser: boolean;
}

/** Silent login to a page inside WeChat. */
export interface WebLogin {
  /**
   * Address that leads straight back with a code, without asking the person (`snsapi_base`). The state is 1 to 128
   * letters and digits, nothing else. Throws `wechat_redirect_uri_invalid` or `wechat_state_invalid`.
   */
  authorizeUrl(request: AuthorizeReturn): string;
  /** Exchanges a code, which is good once and for five minutes, for who looks at the page. */
  exchangeCode(code: string): Promise<WebIdentity>;
}

/**
 * Makes a login client for pages inside WeChat, or throws `wechat_configuration_invalid` naming the setting that is
 * wrong. Service accounts, 网页授权.
 */
export function createWebLogin(options: WebLoginOptions): WebLogin {
  const context = readAppOptions(options);
  const page: AuthorizePage = {
    openBaseUrl: readBaseUrl('openBaseUrl', options.openBaseUrl),
    path: '/connect/oauth2/authorize',
    appid: context.appid,
    scope: 'snsapi_base',
    statePattern: /^[0-9A-Za-z]{1,128}$/,
  };
  return {
    authorizeUrl: (request) => authorizeUrl(page, request, ['forcePopup', 'false']),
    async exchangeCode(code) {
      const answer = await exchangeCode(context, code);
      return { ...identityIn(answer), isSnapshotUser: integerIn(answer.object, 'is_snapshotuser') === 1 };
    },
  };
}
