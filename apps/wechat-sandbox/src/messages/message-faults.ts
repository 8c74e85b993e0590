import type { Fault } from '../faults/fault.ts';

/** What happens to messages of the service account, and to what is pushed about them. */
export const MESSAGE_FAULTS = {
  'token-invalid': {
    zh: 'access_token 忽然失效：40001',
    en: 'The access token is good no more: 40001',
  },
  'message-not-following': {
    zh: '收信人没有关注公众号：43004',
    en: 'The receiver does not follow the account: 43004',
  },
  'message-quota': { zh: '当日次数用完：45009', en: 'The day’s quota is used up: 45009' },
  'message-data-wrong': { zh: '模板字段不合规则：47003', en: 'A field breaks its rule: 47003' },
  'message-busy': { zh: '微信忙：-1，什么也没发', en: 'WeChat is busy: -1, and nothing is sent' },
  'message-500': {
    zh: '消息发出了，却答 500',
    en: 'The message is sent, and answered 500',
  },
  'message-user-block': {
    zh: '收信人拒收：事件 failed:user block',
    en: 'The receiver blocks it: event failed:user block',
  },
  'message-system-failed': {
    zh: '没能送到：事件 failed: system failed',
    en: 'It does not arrive: event failed: system failed',
  },
  'push-late': {
    zh: '结果事件迟到',
    en: 'The event of its end comes late',
    value: { unit: 'ms', byDefault: 5_000, most: 3_600_000 },
  },
  'push-lost': { zh: '结果事件丢了', en: 'The event of its end is lost' },
  'push-twice': { zh: '结果事件来两次', en: 'The event of its end comes twice' },
} satisfies Record<string, Fault>;
