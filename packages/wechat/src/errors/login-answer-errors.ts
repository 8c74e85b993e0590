import type { WeChatErrorEntry } from './error-entry.ts';

/** What api.weixin.qq.com answers to any call, and to logins. WeChat, 全局返回码. */
export const LOGIN_ANSWER_ERRORS = {
  wechat_busy: {
    outcome: 'later',
    when: 'WeChat is busy (-1).',
    next: 'Ask again shortly.',
  },
  wechat_login_code_invalid: {
    outcome: 'final',
    when: 'The login code is not one of WeChat’s for this app, or has expired (40029).',
    next: 'Offer the login again.',
  },
  wechat_login_code_used: {
    outcome: 'final',
    when: 'The login code was exchanged before (40163).',
    next: 'Offer the login again.',
  },
  wechat_appid_invalid: {
    outcome: 'final',
    when: 'WeChat does not know the appid (40013).',
    next: 'Check the app’s appid.',
  },
  wechat_secret_invalid: {
    outcome: 'final',
    when: 'The secret is not the app’s (40125).',
    next: 'Check the app’s secret.',
  },
  wechat_risk_user: {
    outcome: 'final',
    when: 'WeChat holds the person for a risk and lets nobody log in as them (40226).',
    next: 'Offer to go on without a login.',
  },
} as const satisfies Record<string, WeChatErrorEntry>;
