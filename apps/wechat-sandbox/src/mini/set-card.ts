import { z } from 'zod';
import type { Trade } from '../pay/trade.ts';
import type { Card } from './card-book.ts';
import { contentSchema, ruleOf } from './card-rules.ts';
import type { CardContentJson } from './card-rules.ts';
import { MiniRefusal, sufferFaults } from './mini-answer.ts';
import type { MiniDesk } from './mini-desk.ts';

const HOUR_MS = 60 * 60 * 1000;
const ACTIVATION_MS = 24 * HOUR_MS;
const UPDATE_MS = 30 * 24 * HOUR_MS;

const keySchema = z.object({ openid: z.string(), notify_type: z.int(), notify_code: z.string() });
const bodySchema = keySchema.extend({ content_json: z.string(), check_json: z.string().optional() });
const checkSchema = z.object({ pay_amount: z.int(), pay_time: z.int(), pay_channel: z.int().optional() });

/**
 * POST /wxa/set_user_notify: the first call of a payment's number activates its card, the others change it. Only
 * payments of the mini program itself have one. Source: 激活与更新服务卡片, 新版一次性订阅消息开发指南 1.3.
 *
 * @throws MiniRefusal 40003, 85433, 85434, 85436 to 85439, 85447 to 85449 and others
 */
export function setCard(desk: MiniDesk, body: unknown): Card {
  const { faults, cards, clock } = desk;
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) throw new MiniRefusal(47001);
  const { notify_code: notifyCode, notify_type: notifyType, openid } = parsed.data;
  const rule = ruleOf(notifyType);
  if (!rule) throw new MiniRefusal(85434);
  sufferFaults(faults, [
    ['card-unavailable', 85461],
    ['card-code-unknown', 85437],
    ['card-locked', 85449],
  ]);
  const trade = tradeOf(desk, { notifyCode, openid });
  const content = readContent(parsed.data.content_json);
  if (!rule.statuses[content.cur_status]) throw new MiniRefusal(85436);
  const now = clock.now();
  const before = cards.get(notifyCode);
  if (!before) {
    if (!isProven(trade, parsed.data.check_json)) throw new MiniRefusal(85433);
    if (now - trade.payment.paidAt > ACTIVATION_MS) throw new MiniRefusal(85438);
  } else {
    if (before.notifyType !== notifyType) throw new MiniRefusal(85434);
    if (now - before.activatedAt > UPDATE_MS) throw new MiniRefusal(85438);
    const isSame = before.content.cur_status === content.cur_status;
    if (isSame && JSON.stringify(before.content) === JSON.stringify(content)) throw new MiniRefusal(85448);
    const may = rule.statuses[before.content.cur_status]?.next ?? [];
    if (!may.includes(content.cur_status)) throw new MiniRefusal(isSame ? 85448 : 85439);
  }
  const card: Card = {
    ...{ notifyCode, notifyType, openid, content },
    personId: trade.payment.personId,
    activatedAt: before?.activatedAt ?? now,
    changedAt: now,
    pushed: [...(before?.pushed ?? []), content.cur_status],
    refused: faults.take('card-user-refuses') !== undefined,
  };
  cards.put(card);
  return card;
}

/** POST /wxa/get_user_notify. Source: 查询服务卡片状态. @throws MiniRefusal 85437 and others */
export function getCard(desk: MiniDesk, body: unknown): object {
  const parsed = keySchema.safeParse(body);
  if (!parsed.success) throw new MiniRefusal(47001);
  const { notify_code: notifyCode, notify_type: notifyType, openid } = parsed.data;
  const trade = tradeOf(desk, { notifyCode, openid });
  const card = desk.cards.get(notifyCode);
  const expiresAt = card ? card.activatedAt + UPDATE_MS : trade.payment.paidAt + ACTIVATION_MS;
  return {
    errcode: 0,
    errmsg: 'ok',
    notify_info: {
      notify_type: notifyType,
      content_json: card ? JSON.stringify(card.content) : '',
      code_state: card?.refused ? 10 : 0,
      code_expire_time: Math.floor(expiresAt / 1000),
    },
  };
}

type PaidTrade = Trade & { payment: NonNullable<Trade['payment']> };

function tradeOf(
  { trades, identity }: MiniDesk,
  { notifyCode, openid }: { notifyCode: string; openid: string },
): PaidTrade {
  const trade = trades.findByTransaction(notifyCode);
  // A payment of the service account's pages, or a native one, is none of this app.
  if (!trade?.payment || trade.appid !== identity.miniAppid) throw new MiniRefusal(85437);
  if (trade.payment.openid !== openid) throw new MiniRefusal(40003);
  return { ...trade, payment: trade.payment };
}

function readContent(text: string): CardContentJson {
  const parsed = contentSchema.safeParse(parse(text));
  if (parsed.success) return parsed.data;
  const isAboutGoods = parsed.error.issues.some(({ path }) => path[0] === 'product_list');
  throw new MiniRefusal(isAboutGoods ? 85447 : 85436);
}

function isProven({ amountFen, payment }: PaidTrade, text = ''): boolean {
  const check = checkSchema.safeParse(parse(text)).data;
  return check?.pay_amount === amountFen && check.pay_time === Math.floor(payment.paidAt / 1000);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
