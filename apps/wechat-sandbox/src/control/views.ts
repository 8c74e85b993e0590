import type { Login } from '../login/login-book.ts';
import type { Notification } from '../notifications/notification.ts';
import type { Refund } from '../pay/refund.ts';
import type { Trade } from '../pay/trade.ts';
import type { BillRow } from '../bills/bill-row.ts';
import type { BillLineView, LoginView, NotificationView, RefundView, TradeView } from './api-types.ts';

const iso = (atMs: number) => new Date(atMs).toISOString();

export function toTradeView(trade: Trade, funds?: TradeView['funds']): TradeView {
  const { payment } = trade;
  return {
    outTradeNo: trade.outTradeNo,
    description: trade.description,
    amountFen: trade.amountFen,
    tradeType: trade.tradeType,
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
    ...(funds !== undefined && { funds }),
  };
}

export function toRefundView(refund: Refund): RefundView {
  return {
    outRefundNo: refund.outRefundNo,
    refundId: refund.refundId,
    outTradeNo: refund.outTradeNo,
    amountFen: refund.amountFen,
    totalFen: refund.totalFen,
    status: refund.status,
    createdAt: iso(refund.createdAt),
    ...(refund.reason !== undefined && { reason: refund.reason }),
    ...(refund.status === 'PROCESSING' && { settlesAt: iso(refund.settlesAt) }),
    ...(refund.successAt !== undefined && { successAt: iso(refund.successAt) }),
  };
}

export function toBillLineView({ at, refund, ...row }: BillRow): BillLineView {
  return {
    at: iso(at),
    outTradeNo: row.outTradeNo,
    description: row.description,
    tradeState: row.tradeState,
    amountFen: refund ? -refund.amountFen : row.orderFen,
    ...(refund && { outRefundNo: refund.outRefundNo, refundStatus: refund.status }),
  };
}

export function toLoginView(login: Login): LoginView {
  return {
    uuid: login.uuid,
    appid: login.appid,
    stage: login.stage,
    site: new URL(login.redirectUri).host,
    expiresAt: iso(login.expiresAt),
    ...(login.personId !== undefined && { person: login.personId }),
  };
}

export function toNotificationView(news: Notification): NotificationView {
  return {
    id: news.id,
    outTradeNo: news.outTradeNo,
    ...(news.refund && { outRefundNo: news.refund.outRefundNo }),
    notifyUrl: news.notifyUrl,
    state: news.state,
    attempts: news.attempts,
    createdAt: iso(news.createdAt),
    ...(news.nextAttemptAt !== undefined && { nextAttemptAt: iso(news.nextAttemptAt) }),
  };
}
