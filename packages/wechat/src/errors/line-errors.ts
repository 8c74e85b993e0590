import type { WeChatErrorEntry } from './error-entry.ts';

/** What goes wrong on the way, and answers that cannot be read. */
export const LINE_ERRORS = {
  wechat_unreachable: {
    outcome: 'unknown',
    when: 'No answer came: the name, the connection or TLS failed.',
    next: 'Ask again with the same number, or query.',
  },
  wechat_timeout: {
    outcome: 'unknown',
    when: 'The answer was not complete within the time limit.',
    next: 'Ask again with the same number, or query.',
  },
  wechat_answer_too_large: {
    outcome: 'unknown',
    when: 'The answer is larger than any that WeChat gives.',
    next: 'Check what stands between the server and WeChat.',
  },
  wechat_answer_unreadable: {
    outcome: 'unknown',
    when: 'The answer is not what WeChat’s documents say, perhaps a proxy’s page.',
    next: 'Ask again with the same number, or query.',
  },
  wechat_trade_unreadable: {
    outcome: 'unknown',
    when: 'A trade in an answer or notification lacks a field, or has one of another kind.',
    next: 'Query the trade, and compare with the merchant platform.',
  },
  wechat_refund_unreadable: {
    outcome: 'unknown',
    when: 'A refund in an answer or notification lacks a field, or has one of another kind.',
    next: 'Query the refund, and compare with the merchant platform.',
  },
  wechat_certificates_unreadable: {
    outcome: 'unknown',
    when: 'The list of certificates is not as documented, or one is not what the list says of it.',
    next: 'Check the APIv3 key; download them again in a minute.',
  },
  wechat_bill_changed: {
    outcome: 'unknown',
    when: 'The bill that was downloaded has another SHA-1 than WeChat Pay promised.',
    next: 'Ask for the bill again.',
  },
  wechat_bill_unreadable: {
    outcome: 'unknown',
    when: 'The bill lacks a column, or has a row that is not of its form.',
    next: 'Look at the file; compare by hand until it is understood.',
  },
  wechat_bill_sums_differ: {
    outcome: 'unknown',
    when: 'The rows of the bill do not add up to its own summary.',
    next: 'Ask for the bill again; if it stays so, ask WeChat’s support.',
  },
} as const satisfies Record<string, WeChatErrorEntry>;
