import type { WeChatErrorEntry } from './error-entry.ts';

/** What a mini program's messages, service cards and shipping information are answered. Mini programs, 服务端 API. */
export const MINI_ANSWER_ERRORS = {
  wechat_not_subscribed: {
    outcome: 'final',
    when: 'The person did not accept the template, or every accept is used up (43101).',
    next: 'Ask for the template again after the next payment: one accept is one message.',
  },
  wechat_subscribe_banned: {
    outcome: 'final',
    when: 'WeChat has taken subscribe messages away from the mini program (43107).',
    next: 'Read the notice on the mini program’s administration page.',
  },
  wechat_send_concurrent: {
    outcome: 'later',
    when: 'Another message to the same person is just being sent (43108).',
    next: 'Send it again shortly.',
  },
  wechat_message_sensitive: {
    outcome: 'final',
    when: 'The message holds a word that WeChat does not let through (45168).',
    next: 'Send it without names and remarks that people typed.',
  },
  wechat_page_unknown: {
    outcome: 'final',
    when: 'The page is not one of the released mini program (41030).',
    next: 'Release the version that has it, or name another page.',
  },
  wechat_format_invalid: {
    outcome: 'final',
    when: 'WeChat could not read what it was sent (47001).',
    next: 'Compare the fields and their types with WeChat’s document.',
  },
  wechat_card_code_unknown: {
    outcome: 'later',
    when: 'WeChat does not know the payment yet that the card is for (85437).',
    next: 'Ask again after a minute; if it lasts, the payment was not made in this mini program.',
  },
  wechat_card_expired: {
    outcome: 'final',
    when: 'The card’s time is over, or the payment’s amount and time are not those of this number (85438).',
    next: 'Activate within 24 hours of the payment, update within 30 days, with the amount and time that WeChat told.',
  },
  wechat_card_shown_already: {
    outcome: 'final',
    when: 'The card shows this state already (85448).',
    next: 'Nothing: take it for done.',
  },
  wechat_card_locked: {
    outcome: 'later',
    when: 'Another change of the same card is under way (85449).',
    next: 'Ask again shortly.',
  },
  wechat_card_refused: {
    outcome: 'final',
    when: 'A field of the card, its type, or its next state is not one that WeChat takes (85432 to 85447).',
    next: 'Compare the state with the card’s table in WeChat’s document; the answer’s number says which field.',
  },
  wechat_card_unavailable: {
    outcome: 'final',
    when: 'The mini program may not use this card (85461, 85462).',
    next: 'Add the card’s template on the administration page: 订阅消息, 公共模板库.',
  },
  wechat_shipping_payment_unknown: {
    outcome: 'later',
    when: 'WeChat’s order centre does not know the payment, or not yet (10060001, 268485196).',
    next: 'Upload again after a while; if it lasts, the payment was not made in this mini program.',
  },
  wechat_shipping_done_already: {
    outcome: 'final',
    when: 'The payment is shipped already, or the information is what it was (10060002, 10060023).',
    next: 'Nothing: take it for done.',
  },
  wechat_shipping_correction_spent: {
    outcome: 'final',
    when: 'The one correction that a payment’s shipping information has was used (10060003).',
    next: 'Leave it as it is; it is shipped.',
  },
  wechat_shipping_impossible: {
    outcome: 'final',
    when: 'The payment is in a state in which nothing can be shipped, such as refunded (10060004).',
    next: 'Look at the payment on the administration page: 订单与发货.',
  },
  wechat_shipping_payer_mismatch: {
    outcome: 'final',
    when: 'The payment is not one of the openid’s (10060031).',
    next: 'Name the openid under the mini program’s appid that paid.',
  },
  wechat_shipping_refused: {
    outcome: 'final',
    when: 'A field of the shipping information is not one that WeChat takes (10060005 and above, 268485194 to 268485228).',
    next: 'Compare it with WeChat’s document; the answer’s number says which field.',
  },
} as const satisfies Record<string, WeChatErrorEntry>;
