import { LOGIN_FAULTS } from '../login/login-faults.ts';
import { MESSAGE_FAULTS } from '../messages/message-faults.ts';
import { MINI_FAULTS } from '../mini/mini-faults.ts';
import { NOTICE_FAULTS } from '../notifications/notice-faults.ts';
import type { Fault } from './fault.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const LOST_ANSWER = { unit: 'ms', byDefault: 30_000, most: 2 * MINUTE_MS };

/** The work is done and its answer is not to be had: the merchant cannot know. */
const ANSWER_FAULTS = {
  'order-500': {
    zh: '下单办成了，却答 500 SYSTEM_ERROR',
    en: 'The order is placed, and answered 500 SYSTEM_ERROR',
  },
  'order-timeout': {
    zh: '下单办成了，应答等不到',
    en: 'The order is placed, and no answer comes',
    value: LOST_ANSWER,
  },
  'query-500': { zh: '查单答 500 SYSTEM_ERROR', en: 'A query is answered 500 SYSTEM_ERROR' },
  'query-timeout': { zh: '查单等不到应答', en: 'A query gets no answer', value: LOST_ANSWER },
  'close-500': {
    zh: '关单办成了，却答 500 SYSTEM_ERROR',
    en: 'The trade is closed, and answered 500 SYSTEM_ERROR',
  },
  'close-timeout': {
    zh: '关单办成了，应答等不到',
    en: 'The trade is closed, and no answer comes',
    value: LOST_ANSWER,
  },
  'refund-500': {
    zh: '退款受理了，却答 500 SYSTEM_ERROR',
    en: 'The refund is accepted, and answered 500 SYSTEM_ERROR',
  },
  'refund-timeout': {
    zh: '退款受理了，应答等不到',
    en: 'The refund is accepted, and no answer comes',
    value: LOST_ANSWER,
  },
  busy: {
    zh: '任何接口答 429 FREQUENCY_LIMITED，什么也没办',
    en: 'Any call is answered 429 FREQUENCY_LIMITED, and nothing is done',
  },
} satisfies Record<string, Fault>;

/** What happens to a trade. */
const TRADE_FAULTS = {
  'paid-at-close': {
    zh: '关单的那一刻，顾客付了款',
    en: 'The buyer pays in the moment of the close',
  },
  'code-needs-password': {
    zh: '付款码支付要顾客输密码：202 USER_PAYING',
    en: 'Paying by code asks the buyer for a password: 202 USER_PAYING',
  },
} satisfies Record<string, Fault>;

/** How a refund goes. */
const REFUND_FAULTS = {
  'refund-slow': {
    zh: '退款一直处理中，一小时后才有结果',
    en: 'The refund stays PROCESSING for an hour',
    value: { unit: 'ms', byDefault: HOUR_MS, most: 7 * DAY_MS },
  },
  'refund-abnormal': {
    zh: '退款异常：钱退不进顾客的账户',
    en: 'The refund ends ABNORMAL: the account takes no money',
  },
  'refund-closed': { zh: '退款关闭：钱没有退', en: 'The refund ends CLOSED: no money went back' },
  'refund-not-enough': {
    zh: '商户余额不足：403 NOT_ENOUGH',
    en: 'The merchant has too little: 403 NOT_ENOUGH',
  },
  'refund-51st': {
    zh: '这一笔当作第 51 次部分退款',
    en: 'It counts as the 51st partial refund',
  },
} satisfies Record<string, Fault>;

/** What is wrong with the next bill. With `outTradeNo` it is that trade’s row, else the first one. */
const BILL_FAULTS = {
  'bill-missing-row': { zh: '账单少一行', en: 'The bill lacks a row' },
  'bill-extra-row': {
    zh: '账单多一行没有的交易',
    en: 'The bill has a row of a trade that never was',
    value: { unit: 'fen', byDefault: 100, most: 100_000_000 },
  },
  'bill-changed-amount': {
    zh: '账单里一笔金额不对',
    en: 'An amount in the bill is wrong',
    value: { unit: 'fen', byDefault: 1, most: 100_000_000 },
  },
  'bill-changed-state': { zh: '账单里一笔状态不对', en: 'A state in the bill is wrong' },
} satisfies Record<string, Fault>;

/** WeChat Pay's own rules, as they may be let go or were seen to be: armed until cleared. */
const RULES = {
  'close-unknown-204': {
    zh: '关闭不存在的单号答 204（有人在真微信上见过）',
    en: 'Closing an unknown number answers 204, as was observed',
  },
  'refunds-at-any-pace': {
    zh: '同一订单的退款不必隔一分钟',
    en: 'Refunds of one order need not be a minute apart',
  },
  'bill-ready-at-once': {
    zh: '账单随时可下，当天的也行',
    en: 'Bills are ready at once, today’s too',
  },
} satisfies Record<string, Fault>;

/** Everything that can go wrong, by group: the control API, the phone page and the guide read this table. */
const FAULT_GROUPS = {
  notice: NOTICE_FAULTS,
  answer: ANSWER_FAULTS,
  trade: TRADE_FAULTS,
  refund: REFUND_FAULTS,
  bill: BILL_FAULTS,
  login: LOGIN_FAULTS,
  message: MESSAGE_FAULTS,
  mini: MINI_FAULTS,
  rule: RULES,
} as const;

export type FaultGroup = keyof typeof FAULT_GROUPS;

const FAULTS = {
  ...NOTICE_FAULTS,
  ...ANSWER_FAULTS,
  ...TRADE_FAULTS,
  ...REFUND_FAULTS,
  ...BILL_FAULTS,
  ...LOGIN_FAULTS,
  ...MESSAGE_FAULTS,
  ...MINI_FAULTS,
  ...RULES,
};

export type FaultName = keyof typeof FAULTS;
export const FAULT_NAMES = Object.keys(FAULTS) as FaultName[];

export function faultNamed(name: FaultName): Fault {
  return FAULTS[name];
}

export function groupOf(name: FaultName): FaultGroup {
  const groups = Object.keys(FAULT_GROUPS) as FaultGroup[];
  return groups.find((group) => name in FAULT_GROUPS[group]) ?? 'notice';
}
