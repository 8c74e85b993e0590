import type { Login } from '../login/login-book.ts';
import type { Notification } from '../notifications/notification.ts';
import type { SandboxPerson } from '../people/people.ts';
import type { Trade } from '../pay/trade.ts';

const iso = (atMs: number) => new Date(atMs).toISOString();

/** A trade as the phone and tools see it: ISO 8601 times, fen. */
export function toTradeView(trade: Trade) {
  const { payment } = trade;
  return {
    outTradeNo: trade.outTradeNo,
    description: trade.description,
    amountFen: trade.amountFen,
    state: trade.state,
    codeUrl: trade.codeUrl,
    createdAt: iso(trade.createdAt),
    expiresAt: iso(trade.expiresAt),
    ...(trade.scannedBy !== undefined && { scannedBy: trade.scannedBy }),
    ...(payment && {
      payment: {
        transactionId: payment.transactionId,
        paidAt: iso(payment.paidAt),
        person: payment.personId,
        openid: payment.openid,
      },
    }),
  };
}

/** A login without its code: only the page that opened it gets that. */
export function toLoginView(login: Login) {
  return {
    uuid: login.uuid,
    appid: login.appid,
    stage: login.stage,
    site: new URL(login.redirectUri).host,
    expiresAt: iso(login.expiresAt),
    ...(login.personId !== undefined && { person: login.personId }),
  };
}

export function toNotificationView(news: Notification) {
  return {
    id: news.id,
    outTradeNo: news.outTradeNo,
    notifyUrl: news.notifyUrl,
    state: news.state,
    attempts: news.attempts,
    createdAt: iso(news.createdAt),
    ...(news.nextAttemptAt !== undefined && { nextAttemptAt: iso(news.nextAttemptAt) }),
  };
}

export type TradeView = ReturnType<typeof toTradeView>;
export type LoginView = ReturnType<typeof toLoginView>;
export type NotificationView = ReturnType<typeof toNotificationView>;
export type PersonView = SandboxPerson;

/** GET /sandbox/api/codes */
export interface PendingCodes {
  trades: TradeView[];
  logins: LoginView[];
}
