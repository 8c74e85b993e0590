import type { WeChatErrorEntry } from './error-entry.ts';

/** What calls with an access token answer. Service accounts, 全局返回码 and 发送模板消息. */
export const MESSAGE_ANSWER_ERRORS = {
  wechat_token_invalid: {
    outcome: 'final',
    when: 'The access token is not good, nor is one fetched afresh (40001, 40014, 42001).',
    next: 'Check that the appid and secret are the service account’s.',
  },
  wechat_ip_unlisted: {
    outcome: 'final',
    when: 'This server’s address is not on the app’s IP whitelist (40164).',
    next: 'Add the address on the app’s administration page.',
  },
  wechat_secret_frozen: {
    outcome: 'final',
    when: 'The app’s secret is frozen (40243).',
    next: 'Unfreeze it on the app’s administration page.',
  },
  wechat_openid_unknown: {
    outcome: 'final',
    when: 'The openid is not one of this app (40003).',
    next: 'Address the person by the openid under this very appid.',
  },
  wechat_template_unknown: {
    outcome: 'final',
    when: 'The template id is not one of this account (40037).',
    next: 'Copy the id from the account’s page of template messages.',
  },
  wechat_not_following: {
    outcome: 'final',
    when: 'The person does not follow the service account (43004).',
    next: 'Ask the person to follow it.',
  },
  wechat_quota_used: {
    outcome: 'final',
    when: 'The day’s quota is used up (45009).',
    next: 'Wait for tomorrow, or ask WeChat for more.',
  },
  wechat_message_refused: {
    outcome: 'final',
    when: 'A field of the message breaks its rule (47003).',
    next: 'Compare the keys and lengths with the template.',
  },
  wechat_api_unauthorised: {
    outcome: 'final',
    when: 'The account may not use this operation (48001).',
    next: 'Have the service account verified, and template messages switched on.',
  },
} as const satisfies Record<string, WeChatErrorEntry>;
