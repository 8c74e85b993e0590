import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as door from './index.ts';

test('the public surface is this', () => {
  expect(Object.keys(door).sort()).toMatchInlineSnapshot(`
    [
      "TRADE_STATES",
      "WECHAT_ERRORS",
      "WeChatError",
      "createPayClient",
      "createQrLogin",
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
      "AuthorizeRequest",
      "IncomingNotification",
      "NativeOrder",
      "NativeOrderAnswer",
      "PayClient",
      "PayClientOptions",
      "PayNotification",
      "QrLogin",
      "QrLoginOptions",
      "Trade",
      "TradeState",
      "VerifierSetting",
      "WeChatErrorCode",
      "WeChatErrorFacts",
      "WeChatIdentity",
      "WeChatOutcome",
    ]
  `);
});
