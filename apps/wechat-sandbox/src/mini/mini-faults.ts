import type { Fault } from '../faults/fault.ts';

/** What happens to a mini program's messages, cards and shipping. */
export const MINI_FAULTS = {
  'subscribe-banned': { zh: '订阅消息能力被封：43107', en: 'Subscribe messages are taken away: 43107' },
  'subscribe-concurrent': {
    zh: '同一人正在收别的：43108',
    en: 'Another message to the person is under way: 43108',
  },
  'subscribe-sensitive': { zh: '有敏感词：45168', en: 'It holds a sensitive word: 45168' },
  'card-code-unknown': {
    zh: '支付单号还查不到：85437',
    en: 'The payment’s number is not known yet: 85437',
  },
  'card-locked': { zh: '卡片正在更新：85449', en: 'The card is being changed: 85449' },
  'card-unavailable': { zh: '没有这种卡片：85461', en: 'The card is not this program’s: 85461' },
  'card-500': { zh: '卡片更新了，却答 500', en: 'The card is changed, and answered 500' },
  'card-user-refuses': {
    zh: '用户拒收卡片：事件 fail_ret -1004',
    en: 'The person refuses the card: event fail_ret -1004',
  },
  'shipping-unknown': {
    zh: '订单中心还查不到支付单：10060001',
    en: 'The order centre does not know the payment yet: 10060001',
  },
  'shipping-busy': { zh: '发货录入系统忙：10060012', en: 'The upload is busy: 10060012' },
  'shipping-refused': { zh: '发货信息不合规则：10060014', en: 'The upload breaks a rule: 10060014' },
  'shipping-500': { zh: '发货录进了，却答 500', en: 'It is shipped, and answered 500' },
} satisfies Record<string, Fault>;
