/**
 * WeChat over HTTP: Pay v3, logins, messages of a service account, and a mini program's messages, service cards and
 * shipping. Nothing is kept between calls but WeChat Pay's keys and the apps' access tokens.
 */
export type { AppOptions } from './app/app-context.ts';
export { createStableToken } from './app/stable-token.ts';
export type { StableToken, StableTokenOptions } from './app/stable-token.ts';
export { CARD_STATUSES } from './cards/card-content.ts';
export type {
  CardContent,
  CardGoods,
  CardKind,
  CardStatus,
  CollectionCard,
  DeliveryCard,
} from './cards/card-content.ts';
export { createServiceCards } from './cards/service-cards.ts';
export type {
  CardKey,
  CardPayment,
  CardStanding,
  CardState,
  ServiceCards,
  ServiceCardsOptions,
} from './cards/service-cards.ts';
export type { WeChatErrorEntry, WeChatOutcome } from './errors/error-entry.ts';
export { WECHAT_ERRORS } from './errors/error-table.ts';
export type { WeChatErrorCode } from './errors/error-table.ts';
export { WeChatError } from './errors/wechat-error.ts';
export type { WeChatErrorFacts } from './errors/wechat-error.ts';
export type { AuthorizeReturn } from './login/authorize-url.ts';
export type { WeChatIdentity } from './login/exchange-code.ts';
export { createMiniLogin } from './login/mini-login.ts';
export type { MiniLogin } from './login/mini-login.ts';
export { createQrLogin } from './login/qr-login.ts';
export type { AuthorizeRequest, QrLogin, QrLoginOptions } from './login/qr-login.ts';
export { createWebLogin } from './login/web-login.ts';
export type { WebIdentity, WebLogin, WebLoginOptions } from './login/web-login.ts';
export { toMessageText } from './messages/message-fields.ts';
export { createMessagePush } from './messages/message-push.ts';
export type {
  MessagePush,
  MessagePushOptions,
  OtherPush,
  PushQuery,
  PushedMessage,
  TemplateFate,
  TemplateFinished,
} from './messages/message-push.ts';
export type {
  CardFailed,
  CardFailure,
  MiniProgramEvent,
  OrderSettlement,
  ShippingReminder,
  SubscribeAnswered,
  SubscribeSent,
  TradeNotice,
} from './messages/pushed-events.ts';
export { createSubscribeMessages } from './messages/subscribe-messages.ts';
export type {
  SubscribeMessage,
  SubscribeMessages,
  SubscribeMessagesOptions,
} from './messages/subscribe-messages.ts';
export { createTemplateMessages } from './messages/template-messages.ts';
export type {
  TemplateMessage,
  TemplateMessageAnswer,
  TemplateMessages,
  TemplateMessagesOptions,
} from './messages/template-messages.ts';
export type { FundFlowBillRequest } from './pay/bills/fund-flow-bill.ts';
export { readTradeBill } from './pay/bills/read-trade-bill.ts';
export type { TradeBill, TradeBillRow, TradeBillSummary } from './pay/bills/read-trade-bill.ts';
export type { TradeBillRequest } from './pay/bills/trade-bill.ts';
export type { PlatformCertificate } from './pay/certificates/download-certificates.ts';
export type {
  IncomingNotification,
  PayNotification,
  PaymentNotification,
  RefundEventType,
  RefundNotification,
} from './pay/notifications/read-notification.ts';
export type { H5Order, H5OrderAnswer } from './pay/orders/h5-order.ts';
export type { JsapiOrder, JsapiOrderAnswer } from './pay/orders/jsapi-order.ts';
export type { NativeOrderAnswer } from './pay/orders/native-order.ts';
export type { JsapiPayment } from './pay/orders/sign-jsapi-payment.ts';
export type { OrderDetail, OrderGoods, OrderStore, TradeOrder } from './pay/orders/trade-order.ts';
export { createPayClient } from './pay/pay-client.ts';
export type { PayClient, PayClientOptions } from './pay/pay-client.ts';
export type { PayCodeCharge } from './pay/pay-code/charge-pay-code.ts';
export type { PayCodeCharges } from './pay/pay-code/pay-code-charges.ts';
export type { AbnormalRefund, BankCard } from './pay/refunds/apply-abnormal-refund.ts';
export type { RefundRequest } from './pay/refunds/create-refund.ts';
export { REFUND_STATUSES } from './pay/refunds/refund.ts';
export type { Refund, RefundStatus } from './pay/refunds/refund.ts';
export type { VerifierSetting } from './pay/signing/pay-keys.ts';
export { toPayText } from './pay/to-pay-text.ts';
export { TRADE_STATES } from './pay/trades/trade.ts';
export type { Trade, TradeState } from './pay/trades/trade.ts';
export { toShippingText } from './shipping/shipping-request.ts';
export type { Logistics, ShippingInformation } from './shipping/shipping-request.ts';
export { createShippingUpload } from './shipping/shipping-upload.ts';
export type { ShippingState, ShippingUpload, ShippingUploadOptions } from './shipping/shipping-upload.ts';
