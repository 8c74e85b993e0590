/** WeChat over HTTP: Pay v3 and the website login. Nothing is kept between calls, nothing is repeated. */
export { WECHAT_ERRORS } from './errors/error-table.ts';
export type { WeChatErrorCode, WeChatOutcome } from './errors/error-table.ts';
export { WeChatError } from './errors/wechat-error.ts';
export type { WeChatErrorFacts } from './errors/wechat-error.ts';
export type { AuthorizeRequest } from './login/authorize-url.ts';
export type { WeChatIdentity } from './login/exchange-code.ts';
export { createQrLogin } from './login/qr-login.ts';
export type { QrLogin, QrLoginOptions } from './login/qr-login.ts';
export type { NativeOrder, NativeOrderAnswer } from './pay/native-order.ts';
export { createPayClient } from './pay/pay-client.ts';
export type { PayClient, PayClientOptions } from './pay/pay-client.ts';
export type { VerifierSetting } from './pay/pay-keys.ts';
export type { IncomingNotification, PayNotification } from './pay/read-notification.ts';
export { TRADE_STATES } from './pay/trade.ts';
export type { Trade, TradeState } from './pay/trade.ts';
