import type { WeChatErrorEntry } from './error-entry.ts';

/** What WeChat Pay answers. WeChat Pay APIv3, 错误码. */
export const PAY_ANSWER_ERRORS = {
  wechat_system_error: {
    outcome: 'unknown',
    when: 'WeChat answered 5xx, SYSTEM_ERROR or BANK_ERROR.',
    next: 'Ask again with the same number, or query.',
  },
  wechat_user_paying: {
    outcome: 'unknown',
    when: 'The payer is entering the password (USER_PAYING).',
    next: 'Query until it is decided.',
  },
  wechat_param_error: {
    outcome: 'final',
    when: 'A parameter is wrong (PARAM_ERROR).',
    next: 'Correct the field that the error names.',
  },
  wechat_invalid_request: {
    outcome: 'final',
    when: 'The request breaks a rule, such as a number used again with other contents (INVALID_REQUEST).',
    next: 'Query the trade; repeat it only with the contents of the first time.',
  },
  wechat_appid_mchid_not_match: {
    outcome: 'final',
    when: 'The appid is not bound to the merchant (APPID_MCHID_NOT_MATCH).',
    next: 'Bind it on the merchant platform.',
  },
  wechat_mch_not_exists: {
    outcome: 'final',
    when: 'WeChat Pay does not know the merchant (MCH_NOT_EXISTS).',
    next: 'Check mchid.',
  },
  wechat_order_closed: {
    outcome: 'final',
    when: 'The trade is closed or has expired (ORDER_CLOSED).',
    next: 'Start another trade with a new number.',
  },
  wechat_order_paid: {
    outcome: 'final',
    when: 'The trade is paid already (ORDER_PAID).',
    next: 'Query the trade and settle it.',
  },
  wechat_order_not_exist: {
    outcome: 'final',
    when: 'WeChat Pay has no trade of this number (ORDER_NOT_EXIST).',
    next: 'Nobody has paid it; place it again if it is still wanted.',
  },
  wechat_resource_not_exists: {
    outcome: 'final',
    when: 'What was asked for is not there (RESOURCE_NOT_EXISTS).',
    next: 'Check the number.',
  },
  wechat_out_trade_no_used: {
    outcome: 'final',
    when: 'The number belongs to another trade (OUT_TRADE_NO_USED).',
    next: 'Query the trade of that number before a new one is taken.',
  },
  wechat_sign_error: {
    outcome: 'final',
    when: 'WeChat Pay could not verify our signature (SIGN_ERROR).',
    next: 'Check the merchant’s private key and serial, and the server’s clock.',
  },
  wechat_no_auth: {
    outcome: 'final',
    when: 'The merchant may not use this operation (NO_AUTH).',
    next: 'Apply for the product on the merchant platform.',
  },
  wechat_rule_limit: {
    outcome: 'final',
    when: 'A rule of the account or of risk control forbids it (RULE_LIMIT).',
    next: 'See the merchant platform for the reason.',
  },
  wechat_trade_error: {
    outcome: 'final',
    when: 'The trade failed for a reason of the business (TRADE_ERROR).',
    next: 'See the message; offer another way to pay.',
  },
  wechat_account_error: {
    outcome: 'final',
    when: 'An account is not in order (ACCOUNT_ERROR, USER_ACCOUNT_ABNORMAL).',
    next: 'Offer another way to pay.',
  },
  wechat_not_enough: {
    outcome: 'final',
    when: 'There is not enough money, or a quota is used up (NOT_ENOUGH).',
    next: 'Top the account up and ask again with the same number, or offer another way to pay.',
  },
  wechat_invalid_transaction_id: {
    outcome: 'final',
    when: 'The transaction id is not one of WeChat’s (INVALID_TRANSACTIONID).',
    next: 'Query by out-trade-no.',
  },
  wechat_openid_mismatch: {
    outcome: 'final',
    when: 'The openid belongs to another appid (OPENID_MISMATCH).',
    next: 'Let the buyer log in with the appid that is paid to.',
  },
  wechat_frequency_limited: {
    outcome: 'later',
    when: 'Too many requests (FREQUENCY_LIMITED, 45011).',
    next: 'Wait, then ask again with the same number.',
  },
  wechat_auth_code_refused: {
    outcome: 'final',
    when: 'The payment code has expired, was used, or is none (AUTHCODEEXPIRE, AUTH_CODE_INVALID).',
    next: 'Scan a fresh code, with a new out-trade-no.',
  },
  wechat_buyer_mismatch: {
    outcome: 'final',
    when: 'The payment code is of another buyer than the one who began (BUYER_MISMATCH).',
    next: 'Start another trade with a new number.',
  },
  wechat_order_reversed: {
    outcome: 'final',
    when: 'The trade was reversed (ORDERREVERSED).',
    next: 'Start another trade with a new number.',
  },
  wechat_bill_not_exist: {
    outcome: 'final',
    when: 'There is no bill, because nothing happened on that day (NO_STATEMENT_EXIST).',
    next: 'Take it for a bill without rows, if the day’s bill was due.',
  },
  wechat_bill_creating: {
    outcome: 'later',
    when: 'The bill is being made (STATEMENT_CREATING): it is there from 10:00 of the next day.',
    next: 'Ask again in half an hour.',
  },
  wechat_refused: {
    outcome: 'final',
    when: 'WeChat refused with a code that is not in this list.',
    next: 'Look its code up in WeChat’s documents.',
  },
} as const satisfies Record<string, WeChatErrorEntry>;
