import type { WeChatErrorEntry } from './error-entry.ts';

/** What is refused here, before the wire: WeChat would refuse it too, or the client is set up wrongly. */
export const REQUEST_ERRORS = {
  wechat_configuration_invalid: {
    outcome: 'final',
    when: 'A credential or address given to a client cannot be used.',
    next: 'Correct the setting that the message names.',
  },
  wechat_out_trade_no_invalid: {
    outcome: 'final',
    when: 'The out-trade-no is not 6 to 32 letters, digits and signs that WeChat Pay takes.',
    next: 'Make it of 0-9, A-Z, a-z, `_` and `-`.',
  },
  wechat_description_invalid: {
    outcome: 'final',
    when: 'The description is empty or longer than 127 characters, or holds one that WeChat Pay does not take.',
    next: 'Make it with toPayText.',
  },
  wechat_amount_invalid: {
    outcome: 'final',
    when: 'The amount is not a whole number of fen, 1 or more.',
    next: 'Do not ask WeChat for orders that cost nothing.',
  },
  wechat_notify_url_invalid: {
    outcome: 'final',
    when: 'The notify URL is not https (http on loopback), has a query or fragment, or is longer than 255.',
    next: 'Set the public address of the server to its https one.',
  },
  wechat_expiry_invalid: {
    outcome: 'final',
    when: 'The expiry is not a time between now and 90 days from now.',
    next: 'Start a new trade if the old one has expired.',
  },
  wechat_attach_invalid: {
    outcome: 'final',
    when: 'The attached text is longer than 128 characters, or holds one that WeChat Pay does not take.',
    next: 'Attach an id in place of the data.',
  },
  wechat_client_ip_invalid: {
    outcome: 'final',
    when: 'The payer’s address is not an IPv4 or IPv6 address.',
    next: 'Check how the proxy passes the address on, or leave it out.',
  },
  wechat_appid_unconfigured: {
    outcome: 'final',
    when: 'The order names an app that is not among the client’s appids.',
    next: 'Add it to the appids of the client, and bind it to the merchant.',
  },
  wechat_openid_invalid: {
    outcome: 'final',
    when: 'The payer’s openid is not 1 to 128 letters, digits, `_` and `-`.',
    next: 'Use the openid that the appid of the order gave.',
  },
  wechat_goods_invalid: {
    outcome: 'final',
    when: 'The goods of an order, their tag or their receipt’s number are not as WeChat Pay takes them.',
    next: 'Correct the field that the error names, or leave the goods out.',
  },
  wechat_scene_invalid: {
    outcome: 'final',
    when: 'The device, the store or the kind of browser is not as WeChat Pay takes it.',
    next: 'Correct the field that the error names.',
  },
  wechat_prepay_id_invalid: {
    outcome: 'final',
    when: 'The prepay id is empty or has odd characters.',
    next: 'Hand over the prepayId of jsapiOrder as it came.',
  },
  wechat_auth_code_invalid: {
    outcome: 'final',
    when: 'The payment code is not 18 digits that begin with 10 to 15.',
    next: 'Scan the code of the payer’s WeChat again.',
  },
  wechat_transaction_id_invalid: {
    outcome: 'final',
    when: 'The transaction id is not 1 to 32 letters and digits.',
    next: 'Hand over WeChat Pay’s own number, or query by out-trade-no.',
  },
  wechat_refund_target_invalid: {
    outcome: 'final',
    when: 'A refund names no trade, or names it twice.',
    next: 'Give either transactionId or outTradeNo.',
  },
  wechat_out_refund_no_invalid: {
    outcome: 'final',
    when: 'The out-refund-no is not 1 to 64 letters, digits and signs that WeChat Pay takes.',
    next: 'Make it of 0-9, A-Z, a-z, `_` and `-`.',
  },
  wechat_refund_amount_invalid: {
    outcome: 'final',
    when: 'The refund is not whole fen, 1 or more and no more than the trade.',
    next: 'Correct the amounts; nothing was refunded.',
  },
  wechat_refund_reason_invalid: {
    outcome: 'final',
    when: 'The reason is empty or longer than 80 characters, or holds one that WeChat Pay does not take.',
    next: 'Shorten it, or leave it out.',
  },
  wechat_refund_id_invalid: {
    outcome: 'final',
    when: 'The refund id is not 1 to 32 letters and digits.',
    next: 'Hand over WeChat Pay’s own number of the refund.',
  },
  wechat_bank_card_invalid: {
    outcome: 'final',
    when: 'The bank, the card’s number or its owner’s name is missing or not of its form.',
    next: 'Ask the buyer for the card again.',
  },
  wechat_bill_date_invalid: {
    outcome: 'final',
    when: 'The bill’s date is not a day of the calendar, or has not come yet in China.',
    next: 'Ask for a day of the past three months.',
  },
  wechat_redirect_uri_invalid: {
    outcome: 'final',
    when: 'The address to return to is not https (http on loopback), or has a fragment.',
    next: 'Set the public address of the server to its https one.',
  },
  wechat_state_invalid: {
    outcome: 'final',
    when: 'The login state is not 1 to 128 letters and digits (for a QR code also `_` and `-`).',
    next: 'Make it from random bytes, bound to the browser and good once.',
  },
  wechat_login_code_missing: {
    outcome: 'final',
    when: 'WeChat sent the browser back without a login code: the person declined.',
    next: 'Offer the login again.',
  },
  wechat_message_invalid: {
    outcome: 'final',
    when: 'A message lacks its receiver, template or fields, or a field breaks the rule of its kind.',
    next: 'Correct the field that the error names.',
  },
  wechat_card_invalid: {
    outcome: 'final',
    when: 'A service card lacks its receiver, payment or goods, or a field is too long.',
    next: 'Correct the field that the error names.',
  },
  wechat_shipping_invalid: {
    outcome: 'final',
    when: 'Shipping information lacks its payment, payer or description, or the description is too long.',
    next: 'Correct the field that the error names.',
  },
} as const satisfies Record<string, WeChatErrorEntry>;
