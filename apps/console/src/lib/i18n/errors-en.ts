import type { errorsZh } from './errors-zh.ts';

/** Error codes in words, English. */
export const errorsEn: typeof errorsZh = {
  unknown: 'The server did not finish this request ({code}). Try again in a moment.',
  network: 'The server cannot be reached. Check the network of this device, then try again.',
  unreadable_answer:
    'The server gave an answer that cannot be read; it may be restarting. Try again shortly.',

  wrong_credentials: 'The username or the password is wrong. Check both and try again.',
  too_many_logins: 'Too many login attempts. Wait a few minutes, or log in with WeChat.',
  not_logged_in: 'Nobody is logged in, or the login has ended. Log in again.',
  not_your_shop: 'You do not work at this shop. Ask the owner to add you to its staff.',
  managers_only: 'Only the owners and managers of this shop may do this. Ask one of them.',
  owners_only: 'Only the owners of this shop may do this. Ask one of them.',
  staff_disabled: 'Your account is disabled at this shop. Ask its owner.',
  staff_not_found: 'Nobody here is meant by this; they may have been removed. Reload the page.',
  last_owner: 'Not changed: this is the only owner of the shop. Make somebody else an owner first.',
  username_taken: 'Somebody else has this username. Choose another.',
  username_missing: 'A password needs a username. Choose one.',
  wrong_password: 'The present password is wrong, so nothing was changed. Check it and try again.',
  last_way_in: 'Not unbound: without WeChat you could not get in. Set a password first.',
  session_not_found: 'There is no such login; it may have ended already.',
  invitation_not_found: 'This invitation was used, withdrawn, or is too old. Ask the owner for another.',
  too_many_invitations: 'There are too many open invitations. Withdraw some first.',
  already_on_staff: 'You are on the staff of this shop already: just log in.',
  wechat_bound_elsewhere: 'This WeChat belongs to another staff member. Have it unbound there first.',
  wechat_login_snapshot:
    'WeChat shows a snapshot of this page, by which nobody can log in. Open the whole page.',
  device_not_found: 'There is no such device; it may have logged out already.',
  return_path_refused: 'The page to return to is not one of ours. Start again from the login page.',
  wechat_login_unavailable: 'WeChat login is not set up on this server. Log in with a password.',
  wechat_login_cancelled: 'The login was cancelled in WeChat. Scan again, or log in with a password.',
  wechat_login_expired: 'The QR was used, has expired, or was opened in another browser. Scan again.',
  wechat_login_unknown:
    'This WeChat account belongs to no staff here. Ask the owner to add it, or log in with a password.',
  wechat_login_failed: 'WeChat did not confirm the login. Scan again, or log in with a password.',

  shop_not_found: 'There is no such shop. Start again from the list of shops.',
  table_not_found: 'There is no such table. Reload the table codes.',
  category_not_found: 'There is no such category; it may just have been removed. Reload and try again.',
  category_not_empty: 'Not removed: the category holds dishes. Move them first.',
  category_name_taken: 'Nothing was changed: there is a category of this name already.',
  table_name_taken:
    'Nothing was changed: there is a table of this name already, and dishes would go to the wrong one.',
  catalog_full: 'Nothing was added: the limit is reached. Remove what is not needed.',
  sorting_outdated: 'Nothing was changed: the list has just grown or shrunk. Look at it and sort it again.',
  product_not_found: 'There is no such dish; it may just have been removed. Reload the list.',
  product_changed:
    'Not saved: somebody else has just changed this dish. Close it, open it again, and make your change anew.',
  options_below_zero: 'Not saved: with some options the price would fall below zero. Check what they add.',
  choices_refused: 'Nothing was ordered: the options cannot be chosen so. Reload the menu and choose again.',
  picture_missing: 'Not uploaded: no picture arrived. Choose it again.',
  picture_too_large: 'Not uploaded: the picture is larger than 5 MB. Choose a smaller one.',
  picture_too_many_pixels: 'Not uploaded: the picture has too many pixels. Make it smaller first.',
  picture_kind_refused: 'Not uploaded: only JPEG, PNG and WebP are taken.',
  not_a_picture: 'Not uploaded: the file is no picture, or a broken one. Choose another.',
  picture_unknown: 'Not saved: the picture is gone. Upload it again.',
  pictures_busy: 'Not uploaded: too many pictures are being worked on. Try again in a minute.',
  order_not_found: 'There is no such order, or it is not of your shop.',
  order_not_paid: 'The order is not paid yet. It can be accepted once it is.',
  order_not_accepted: 'The order is not accepted yet. Accept it first.',
  order_already_paid: 'The order is paid already. Nothing is left to do.',
  order_already_accepted: 'The order was accepted already. Nothing is left to do.',
  order_already_completed: 'The order was completed already. Nothing is left to do.',
  order_already_delivering: 'The order is on its way already. Complete it when it is there.',
  order_already_ready: 'The order is ready already. Complete it when it is fetched.',
  order_cancelled: 'The order was cancelled; what was paid goes back to the buyer.',
  order_not_delivered: 'The order is not for delivery. Say that it is ready instead.',
  order_is_delivered: 'The order is for delivery. Send it on its way instead.',

  idempotency_key_reused:
    'The refund asked for just now was taken, with another amount or reason; this one was not. See what was given back, then decide.',
  payment_unavailable: 'WeChat Pay is not set up on this server. Have the merchant’s settings checked.',
  payment_unanswered:
    'WeChat Pay did not answer and nothing is confirmed. Try again; nothing goes back twice.',
  refund_too_much: 'Nothing was given back: less than that is left. Enter at most what is left.',
  refund_too_many:
    'Nothing was given back: WeChat takes no more refunds of this payment. Give it back by hand.',
  refund_not_found: 'There is no such refund, or it is not of your shop.',
  refund_not_failed: 'This refund did not fail. Nothing is to be done.',
  refund_busy: 'WeChat may be giving this money just now. Nothing was changed: try again in a minute.',
  refund_card_missing:
    'Nothing was given back: the buyer’s account does not take it. Enter a card of the buyer’s, or give it back by hand and record it.',
  refund_refused:
    'WeChat refused, and the shop still has the money. Check the card, or give it back by hand and record it.',
  matter_not_found: 'There is no such matter at this shop.',
  matter_settled: 'Somebody has settled this matter already.',
  bill_not_yet: 'Not compared: WeChat makes a day’s bill by 10 o’clock of the next. Choose an earlier day.',
  bill_too_old: 'Not compared: WeChat keeps bills for three months.',
  bill_unreadable: 'Not compared: WeChat did not give a whole bill. Try again later.',
  bill_not_compared: 'This day was not compared yet. Compare it first.',
  difference_not_found: 'There is no such difference, or it is not your shop’s.',
  difference_settled: 'Somebody has settled this difference already.',

  conversation_not_found: 'There is no such conversation, or it is not your shop’s.',
  conversation_unpaid: 'This order is not paid yet; write when it is.',
  conversation_closed:
    'Not sent: the order was completed more than two hours ago, and the conversation is closed.',
  conversation_full: 'Not sent: too many messages about this order. Call the buyer.',
  message_key_reused: 'Not sent: it conflicts with an earlier message. Write it anew.',
  too_many_messages: 'Not sent: too many in a short time. Wait a minute, then send it again.',
  invalid_payload: 'Not sent: it is too long, or holds characters that cannot be sent.',
  send_timed_out: 'Not confirmed. Send it again; it arrives once.',
  queue_full: 'Not sent: too many messages wait. Try again later.',
  handlers_busy: 'Not sent: the server is busy. Send it again later.',
  handler_timeout: 'Not confirmed. Send it again; it arrives once.',
  client_closed: 'Not sent: the page is not connected. Send it again.',
  client_refused: 'Not sent: the line was refused. Log in again.',

  notice_over: 'The announcement is as it was: that time has passed. Choose a later one, or none.',
  notice_key_reused: 'The announcement is as it was: this conflicts with an earlier change. Write it anew.',
  too_many_notices:
    'The announcement is as it was: too many changes within a minute. Wait a minute, then try again.',

  invalid_request: 'The request was not understood and nothing was changed. Reload the page and try again.',
  invalid_json: 'The request was not understood and nothing was changed. Reload the page and try again.',
  cross_origin_refused: 'The server does not take requests from this address. Open the shop’s own address.',
  not_found: 'The server does not have this function; the page may be old. Reload it.',
  body_too_large: 'What was sent is too large. Nothing was changed.',
  unsupported_media_type:
    'The request was not understood and nothing was changed. Reload the page and try again.',
  too_many_requests: 'Too many requests; nothing was changed. Wait a little, then try again.',
  internal_error: 'The server failed. Its records of orders and payments count; try again in a moment.',
  database_busy: 'The server is busy and nothing was changed. Try again.',
  sessions_unavailable:
    'The server cannot look up logins at the moment. Nothing was changed: try again, you need not log in anew.',
  database_unavailable: 'The server cannot reach its database and confirmed nothing. Try again shortly.',
};
