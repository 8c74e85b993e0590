/**
 * What an error says about the thing that was asked for.
 *
 * - `refused`: it did not happen, and asking again in the same way will be refused again.
 * - `unknown`: it may have happened. Ask again with the same number, or query; never take a new number.
 * - `forged`: whoever answered or called is not proven to be WeChat. Believe nothing of it.
 */
export type WeChatOutcome = 'refused' | 'unknown' | 'forged';

interface ErrorEntry {
  readonly outcome: WeChatOutcome;
  /** When it occurs: one sentence. */
  readonly when: string;
  /** What to do about it: one sentence, which also ends the error's message. */
  readonly next: string;
}

/** Every error of this package. `docs/errors/wechat.md` shows the same list; a test compares them. */
export const WECHAT_ERRORS = {
  // Before the wire
  wechat_configuration_invalid: {
    outcome: 'refused',
    when: 'A credential or address given to a client cannot be used.',
    next: 'Correct the setting that the message names.',
  },
  wechat_out_trade_no_invalid: {
    outcome: 'refused',
    when: 'The out-trade-no is not 6 to 32 letters, digits and signs that WeChat Pay takes.',
    next: 'Make it of 0-9, A-Z, a-z, `_` and `-`.',
  },
  wechat_description_invalid: {
    outcome: 'refused',
    when: 'The description is empty or longer than 127 characters.',
    next: 'Shorten it, or give one.',
  },
  wechat_amount_invalid: {
    outcome: 'refused',
    when: 'The amount is not a whole number of fen, 1 or more.',
    next: 'Do not ask WeChat for orders that cost nothing.',
  },
  wechat_notify_url_invalid: {
    outcome: 'refused',
    when: 'The notify URL is not https (http on loopback), has a query or fragment, or is longer than 255.',
    next: 'Set the public address of the server to its https one.',
  },
  wechat_expiry_invalid: {
    outcome: 'refused',
    when: 'The expiry is not a time between now and 90 days from now.',
    next: 'Start a new trade if the old one has expired.',
  },
  wechat_attach_invalid: {
    outcome: 'refused',
    when: 'The attached text is longer than 128 characters.',
    next: 'Attach an id in place of the data.',
  },
  wechat_client_ip_invalid: {
    outcome: 'refused',
    when: 'The payer’s address is not an IPv4 or IPv6 address.',
    next: 'Check how the proxy passes the address on, or leave it out.',
  },
  wechat_redirect_uri_invalid: {
    outcome: 'refused',
    when: 'The address to return to is not https (http on loopback), or has a fragment.',
    next: 'Set the public address of the server to its https one.',
  },
  wechat_state_invalid: {
    outcome: 'refused',
    when: 'The login state is not 1 to 128 letters, digits, `_` and `-`.',
    next: 'Make it from random bytes, bound to the browser and good once.',
  },
  wechat_login_code_missing: {
    outcome: 'refused',
    when: 'WeChat sent the browser back without a login code: the person declined.',
    next: 'Offer the login again.',
  },

  // On the way
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

  // Who answered, who called
  wechat_signature_missing: {
    outcome: 'forged',
    when: 'A signature header is absent, doubled or not of its form.',
    next: 'Treat it as not from WeChat; check that proxies pass Wechatpay-* headers on.',
  },
  wechat_signature_type_unsupported: {
    outcome: 'forged',
    when: 'The signature is of another type than WECHATPAY2-SHA256-RSA2048.',
    next: 'Treat it as not from WeChat.',
  },
  wechat_timestamp_stale: {
    outcome: 'forged',
    when: 'The signed time is 300 seconds or more in the past.',
    next: 'Treat it as replayed; check the server’s clock.',
  },
  wechat_timestamp_future: {
    outcome: 'forged',
    when: 'The signed time is 300 seconds or more in the future.',
    next: 'Treat it as not from WeChat; check the server’s clock.',
  },
  wechat_serial_unknown: {
    outcome: 'forged',
    when: 'The signature names a certificate or public key that is not among ours.',
    next: 'If WeChat has a new one, add it to the verifiers.',
  },
  wechat_signature_probe: {
    outcome: 'forged',
    when: 'WeChat sent a signature that is false on purpose, to see that it is refused.',
    next: 'Answer 4xx or 5xx; nothing is wrong.',
  },
  wechat_signature_invalid: {
    outcome: 'forged',
    when: 'The signature does not match the time, the nonce and the body.',
    next: 'Treat it as not from WeChat; check that the body is verified as it came.',
  },
  wechat_trade_foreign: {
    outcome: 'forged',
    when: 'The trade is of another merchant, app or number than ours.',
    next: 'Change nothing here; check mchid and appid.',
  },

  // Notifications that WeChat did sign
  wechat_notification_malformed: {
    outcome: 'unknown',
    when: 'The notification is not JSON of the documented form.',
    next: 'Answer 5xx and query the trades that wait.',
  },
  wechat_notification_unsupported: {
    outcome: 'unknown',
    when: 'The notification tells of something else than a paid trade.',
    next: 'Answer 5xx, so that WeChat repeats it to a version that knows it.',
  },
  wechat_ciphertext_malformed: {
    outcome: 'unknown',
    when: 'The encrypted part is cut, not base64, or its nonce is not 12 bytes.',
    next: 'Answer 5xx and query the trades that wait.',
  },
  wechat_ciphertext_undecryptable: {
    outcome: 'unknown',
    when: 'The encrypted part does not open: the APIv3 key is another one, or the text was changed.',
    next: 'Check the APIv3 key, answer 5xx and query the trades that wait.',
  },

  // What WeChat Pay answers
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
    outcome: 'refused',
    when: 'A parameter is wrong (PARAM_ERROR).',
    next: 'Correct the field that the error names.',
  },
  wechat_invalid_request: {
    outcome: 'refused',
    when: 'The request breaks a rule, such as a number used again with other contents (INVALID_REQUEST).',
    next: 'Query the trade; repeat it only with the contents of the first time.',
  },
  wechat_appid_mchid_not_match: {
    outcome: 'refused',
    when: 'The appid is not bound to the merchant (APPID_MCHID_NOT_MATCH).',
    next: 'Bind it on the merchant platform.',
  },
  wechat_mch_not_exists: {
    outcome: 'refused',
    when: 'WeChat Pay does not know the merchant (MCH_NOT_EXISTS).',
    next: 'Check mchid.',
  },
  wechat_order_closed: {
    outcome: 'refused',
    when: 'The trade is closed or has expired (ORDER_CLOSED).',
    next: 'Start another trade with a new number.',
  },
  wechat_order_paid: {
    outcome: 'refused',
    when: 'The trade is paid already (ORDER_PAID).',
    next: 'Query the trade and settle it.',
  },
  wechat_order_not_exist: {
    outcome: 'refused',
    when: 'WeChat Pay has no trade of this number (ORDER_NOT_EXIST).',
    next: 'Nobody has paid it; place it again if it is still wanted.',
  },
  wechat_resource_not_exists: {
    outcome: 'refused',
    when: 'What was asked for is not there (RESOURCE_NOT_EXISTS).',
    next: 'Check the number.',
  },
  wechat_out_trade_no_used: {
    outcome: 'refused',
    when: 'The number belongs to another trade (OUT_TRADE_NO_USED).',
    next: 'Query the trade of that number before a new one is taken.',
  },
  wechat_sign_error: {
    outcome: 'refused',
    when: 'WeChat Pay could not verify our signature (SIGN_ERROR).',
    next: 'Check the merchant’s private key and serial, and the server’s clock.',
  },
  wechat_no_auth: {
    outcome: 'refused',
    when: 'The merchant may not use this operation (NO_AUTH).',
    next: 'Apply for the product on the merchant platform.',
  },
  wechat_rule_limit: {
    outcome: 'refused',
    when: 'A rule of the account or of risk control forbids it (RULE_LIMIT).',
    next: 'See the merchant platform for the reason.',
  },
  wechat_trade_error: {
    outcome: 'refused',
    when: 'The trade failed for a reason of the business (TRADE_ERROR).',
    next: 'See the message; offer another way to pay.',
  },
  wechat_account_error: {
    outcome: 'refused',
    when: 'An account is not in order (ACCOUNT_ERROR, USER_ACCOUNT_ABNORMAL).',
    next: 'Offer another way to pay.',
  },
  wechat_not_enough: {
    outcome: 'refused',
    when: 'There is not enough money, or a quota is used up (NOT_ENOUGH).',
    next: 'See the message; offer another way to pay.',
  },
  wechat_invalid_transaction_id: {
    outcome: 'refused',
    when: 'The transaction id is not one of WeChat’s (INVALID_TRANSACTIONID).',
    next: 'Query by out-trade-no.',
  },
  wechat_openid_mismatch: {
    outcome: 'refused',
    when: 'The openid belongs to another appid (OPENID_MISMATCH).',
    next: 'Let the buyer log in with the appid that is paid to.',
  },
  wechat_frequency_limited: {
    outcome: 'refused',
    when: 'Too many requests (FREQUENCY_LIMITED, 45011).',
    next: 'Wait, then ask again with the same number.',
  },
  wechat_refused: {
    outcome: 'refused',
    when: 'WeChat refused with a code that is not in this list.',
    next: 'Look its code up in WeChat’s documents.',
  },

  // What the login answers
  wechat_busy: {
    outcome: 'unknown',
    when: 'WeChat is busy (-1).',
    next: 'Ask again shortly.',
  },
  wechat_login_code_invalid: {
    outcome: 'refused',
    when: 'The login code is not one of WeChat’s for this app, or has expired (40029).',
    next: 'Offer the login again.',
  },
  wechat_login_code_used: {
    outcome: 'refused',
    when: 'The login code was exchanged before (40163).',
    next: 'Offer the login again.',
  },
  wechat_appid_invalid: {
    outcome: 'refused',
    when: 'WeChat does not know the appid (40013).',
    next: 'Check the website app’s appid.',
  },
  wechat_secret_invalid: {
    outcome: 'refused',
    when: 'The secret is not the app’s (40125).',
    next: 'Check the website app’s secret.',
  },
} as const satisfies Record<string, ErrorEntry>;

/** The code of an error of this package. */
export type WeChatErrorCode = keyof typeof WECHAT_ERRORS;
