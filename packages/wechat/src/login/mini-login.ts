import { readAppOptions } from '../app/app-context.ts';
import type { AppOptions } from '../app/app-context.ts';
import { callApp } from '../app/call-app.ts';
import { WeChatError } from '../errors/wechat-error.ts';
import { identityIn } from './exchange-code.ts';
import type { WeChatIdentity } from './exchange-code.ts';

/** Login of a mini program. */
export interface MiniLogin {
  /**
   * Exchanges a code of `wx.login`, which is good once and for five minutes, for the person's identity. The
   * session_key that comes with it goes no further than this.
   *
   * Rejects with `wechat_login_code_invalid`, `wechat_login_code_used`, `wechat_risk_user` and others.
   */
  exchangeCode(code: string): Promise<WeChatIdentity>;
}

/**
 * Makes a login client, or throws `wechat_configuration_invalid` naming the setting that is wrong. Mini programs,
 * 小程序登录凭证校验 (auth.code2Session).
 */
export function createMiniLogin(options: AppOptions): MiniLogin {
  const context = readAppOptions(options);
  const { appid, secret } = context;
  return {
    async exchangeCode(code) {
      if (code === '') throw new WeChatError('wechat_login_code_missing', 'There is no login code.');
      const query = { appid, secret, js_code: code, grant_type: 'authorization_code' };
      return identityIn(await callApp(context, { path: '/sns/jscode2session', query }));
    },
  };
}
