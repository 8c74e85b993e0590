import {
  ASK_TEST_RING_DESTINATION,
  CALL_BACK_DESTINATION,
  CHANGE_NOTICE_DESTINATION,
  CHANGE_NOTICE_REPLY_DESTINATION,
  ERRORS_DESTINATION,
  NOTICE_DESTINATION,
  ORDER_CONVERSATION_DESTINATION,
  ORDER_DESTINATION,
  PASS_DESTINATION,
  REPORT_RING_DESTINATION,
  RING_ABILITY_DESTINATION,
  SEND_CHAT_DESTINATION,
  SHOP_CONVERSATIONS_DESTINATION,
  SHOP_HEARING_DESTINATION,
  SHOP_MENU_DESTINATION,
  SHOP_NOTICE_DESTINATION,
  SHOP_ONLINE_DESTINATION,
  SHOP_ORDERS_DESTINATION,
  SHOP_PRESENCE_DESTINATION,
  SHOP_TEST_RING_DESTINATION,
  SHOP_VISITS_DESTINATION,
} from '@carillon/contract';
import { compilePattern } from '@carillon/messaging';

/**
 * Whom a destination is for. `oneself`: each hears what is for them alone. `clerk`: who works at its shop. `parties`:
 * the buyer of its order, and who works at its shop. `holder`: who holds its pass, and who works at its shop.
 */
export type DestinationRule = 'everybody' | 'oneself' | 'staff' | 'clerk' | 'parties' | 'holder';

type Command = 'SEND' | 'SUBSCRIBE';

/** Where the handlers stand that answer a SUBSCRIBE with how it is now. */
const inApp = (destination: string): string => destination.replace(/^\/topic/, '/app');

/**
 * Whom every destination is for, to listen to or to send to. What is not here is nobody's. Handlers of what is sent
 * ask further, who may do what at which shop, and tell why not.
 */
export const DESTINATION_RULES: readonly (readonly [Command, DestinationRule, readonly string[]])[] = [
  ['SUBSCRIBE', 'oneself', [CALL_BACK_DESTINATION, CHANGE_NOTICE_REPLY_DESTINATION, ERRORS_DESTINATION]],
  ['SUBSCRIBE', 'everybody', [NOTICE_DESTINATION, SHOP_NOTICE_DESTINATION, SHOP_MENU_DESTINATION]],
  ['SUBSCRIBE', 'everybody', [SHOP_PRESENCE_DESTINATION, inApp(SHOP_PRESENCE_DESTINATION)]],
  ['SUBSCRIBE', 'clerk', [SHOP_ORDERS_DESTINATION, SHOP_CONVERSATIONS_DESTINATION]],
  ['SUBSCRIBE', 'clerk', [SHOP_ONLINE_DESTINATION, inApp(SHOP_ONLINE_DESTINATION)]],
  ['SUBSCRIBE', 'clerk', [SHOP_HEARING_DESTINATION, inApp(SHOP_HEARING_DESTINATION)]],
  ['SUBSCRIBE', 'clerk', [SHOP_TEST_RING_DESTINATION, SHOP_VISITS_DESTINATION]],
  ['SUBSCRIBE', 'parties', [ORDER_DESTINATION, ORDER_CONVERSATION_DESTINATION]],
  ['SUBSCRIBE', 'holder', [PASS_DESTINATION]],
  ['SEND', 'everybody', [SEND_CHAT_DESTINATION]],
  ['SEND', 'staff', [CHANGE_NOTICE_DESTINATION, REPORT_RING_DESTINATION]],
  ['SEND', 'staff', [RING_ABILITY_DESTINATION, ASK_TEST_RING_DESTINATION]],
];

const compiled = DESTINATION_RULES.flatMap(([command, rule, patterns]) =>
  patterns.map((pattern) => ({ command, rule, match: compilePattern(pattern) })),
);

interface FoundRule {
  readonly rule: DestinationRule;
  /** What stands in the destination for the names in its pattern. */
  readonly params: Readonly<Record<string, string>>;
}

/** The rule of a destination; undefined for one that is nobody's. */
export function findRule(command: Command, destination: string): FoundRule | undefined {
  for (const { command: ruled, rule, match } of compiled) {
    const params = ruled === command ? match(destination) : undefined;
    if (params !== undefined) return { rule, params };
  }
  return undefined;
}
