import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as door from './index.ts';

test('the public surface is this', () => {
  expect(Object.keys(door).sort()).toMatchInlineSnapshot(`
    [
      "REFUND_STATUSES",
      "TRADE_STATES",
      "WECHAT_ERRORS",
      "WeChatError",
      "createMessagePush",
      "createMiniLogin",
      "createPayClient",
      "createQrLogin",
      "createStableToken",
      "createTemplateMessages",
      "createWebLogin",
      "readTradeBill",
      "toMessageText",
      "toPayText",
    ]
  `);
});

test('the public types are these', () => {
  const source = readFileSync(new URL('./index.ts', import.meta.url), 'utf8');
  const types = [...source.matchAll(/^export type \{([^}]+)\}/gm)].flatMap(([, names = '']) =>
    names.split(','),
  );
  expect(types.map((name) => name.trim()).sort()).toMatchInlineSnapshot(`
    [
      "",
      "",
      "",
      "AbnormalRefund",
      "AppOptions",
      "AuthorizeRequest",
      "AuthorizeReturn",
      "BankCard",
      "FundFlowBillRequest",
      "H5Order",
      "H5OrderAnswer",
      "IncomingNotification",
      "JsapiOrder",
      "JsapiOrderAnswer",
      "JsapiPayment",
      "MessagePush",
      "MessagePushOptions",
      "MiniLogin",
      "NativeOrderAnswer",
      "OrderDetail",
      "OrderGoods",
      "OrderStore",
      "OtherPush",
      "PayClient",
      "PayClientOptions",
      "PayCodeCharge",
      "PayCodeCharges",
      "PayNotification",
      "PaymentNotification",
      "PlatformCertificate",
      "PushQuery",
      "PushedMessage",
      "QrLogin",
      "QrLoginOptions",
      "Refund",
      "RefundEventType",
      "RefundNotification",
      "RefundRequest",
      "RefundStatus",
      "StableToken",
      "StableTokenOptions",
      "TemplateFate",
      "TemplateFinished",
      "TemplateMessage",
      "TemplateMessageAnswer",
      "TemplateMessages",
      "TemplateMessagesOptions",
      "Trade",
      "TradeBill",
      "TradeBillRequest",
      "TradeBillRow",
      "TradeBillSummary",
      "TradeOrder",
      "TradeState",
      "VerifierSetting",
      "WeChatErrorCode",
      "WeChatErrorEntry",
      "WeChatErrorFacts",
      "WeChatIdentity",
      "WeChatOutcome",
      "WebIdentity",
      "WebLogin",
      "WebLoginOptions",
    ]
  `);
});
