import type { WeChatErrorEntry } from './error-entry.ts';

/** Who answered, who called: what is not proven to be WeChat’s, and what WeChat signed but cannot be used. */
export const TRUST_ERRORS = {
  wechat_signature_missing: {
    outcome: 'unknown',
    forged: true,
    when: 'A signature header or parameter is absent, doubled or not of its form.',
    next: 'Treat it as not from WeChat; check that proxies pass Wechatpay-* headers on.',
  },
  wechat_signature_type_unsupported: {
    outcome: 'unknown',
    forged: true,
    when: 'The signature is of another type than WECHATPAY2-SHA256-RSA2048.',
    next: 'Treat it as not from WeChat.',
  },
  wechat_timestamp_stale: {
    outcome: 'unknown',
    forged: true,
    when: 'The signed time is 300 seconds or more in the past.',
    next: 'Treat it as replayed; check the server’s clock.',
  },
  wechat_timestamp_future: {
    outcome: 'unknown',
    forged: true,
    when: 'The signed time is 300 seconds or more in the future.',
    next: 'Treat it as not from WeChat; check the server’s clock.',
  },
  wechat_serial_unknown: {
    outcome: 'unknown',
    forged: true,
    when: 'The signature names a certificate or public key that is not among ours, or has expired.',
    next: 'If WeChat has a new one, add it to the verifiers or let certificates be downloaded.',
  },
  wechat_signature_probe: {
    outcome: 'unknown',
    forged: true,
    when: 'WeChat sent a signature that is false on purpose, to see that it is refused.',
    next: 'Answer 4xx or 5xx; nothing is wrong.',
  },
  wechat_signature_invalid: {
    outcome: 'unknown',
    forged: true,
    when: 'The signature does not match the time, the nonce and the body.',
    next: 'Treat it as not from WeChat; check that the body is verified as it came.',
  },
  wechat_notification_too_large: {
    outcome: 'unknown',
    forged: true,
    when: 'The notification is larger than any that WeChat Pay sends; it was not read.',
    next: 'Treat it as not from WeChat.',
  },
  wechat_trade_foreign: {
    outcome: 'unknown',
    forged: true,
    when: 'The trade or refund is of another merchant, app or number than ours.',
    next: 'Change nothing here; check mchid and appid.',
  },
  wechat_notification_malformed: {
    outcome: 'unknown',
    when: 'The notification is not JSON of the documented form.',
    next: 'Answer 5xx and query the trades that wait.',
  },
  wechat_notification_unsupported: {
    outcome: 'unknown',
    when: 'The notification tells of something else than a paid trade or a refund.',
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
  wechat_push_too_large: {
    outcome: 'unknown',
    forged: true,
    when: 'The message push is larger than any that WeChat sends; it was not read.',
    next: 'Treat it as not from WeChat.',
  },
  wechat_push_malformed: {
    outcome: 'unknown',
    when: 'The message push is not of the documented form, or not encrypted.',
    next: 'Choose the secure mode (安全模式) on the account’s administration page.',
  },
  wechat_push_undecryptable: {
    outcome: 'unknown',
    when: 'The message push does not open with our EncodingAESKey.',
    next: 'Copy the EncodingAESKey from the account’s administration page.',
  },
  wechat_push_foreign: {
    outcome: 'unknown',
    forged: true,
    when: 'The message push is of another app than ours.',
    next: 'Change nothing here; check the appid.',
  },
} as const satisfies Record<string, WeChatErrorEntry>;
