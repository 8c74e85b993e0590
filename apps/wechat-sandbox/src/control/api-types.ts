/**
 * What the control API says: the phone page reads it too, so nothing here may need Node. Times are ISO 8601 and the
 * sandbox's own (see ClockView), money is fen.
 */
export type { WireEntry } from '../wire/wire-log.ts';

export interface PersonView {
  id: string;
  nickname: string;
  englishName: string;
  unionid: string;
  openids: Readonly<Record<string, string>>;
}

export interface TradeView {
  outTradeNo: string;
  description: string;
  amountFen: number;
  tradeType: 'NATIVE' | 'JSAPI' | 'MICROPAY';
  state: 'NOTPAY' | 'USERPAYING' | 'PAYERROR' | 'SUCCESS' | 'REFUND' | 'CLOSED' | 'REVOKED';
  /** The code_url of a NATIVE trade, the prepay_id of a JSAPI one, else empty. */
  codeUrl: string;
  createdAt: string;
  expiresAt: string;
  /** Whoever scanned the code first. */
  scannedBy?: string;
  payment?: { transactionId: string; paidAt: string; person: string; openid: string };
  /**
   * Of a payment in the mini program: its money is frozen until shipping is uploaded, and settled some days after. Absent
   * for any other trade.
   */
  funds?: 'frozen' | 'shipped' | 'settled';
}

export interface RefundView {
  outRefundNo: string;
  refundId: string;
  outTradeNo: string;
  amountFen: number;
  totalFen: number;
  reason?: string;
  status: 'PROCESSING' | 'SUCCESS' | 'ABNORMAL' | 'CLOSED';
  createdAt: string;
  /** While it is PROCESSING: when it comes to its outcome by itself. */
  settlesAt?: string;
  successAt?: string;
}

/** A login without its code: only the page that opened it gets that. */
export interface LoginView {
  uuid: string;
  appid: string;
  stage: 'waiting' | 'scanned' | 'confirmed' | 'declined' | 'expired';
  /** Host and port that the login returns to. */
  site: string;
  expiresAt: string;
  person?: string;
}

export interface NotificationView {
  id: string;
  outTradeNo: string;
  /** Of a refund's notification. */
  outRefundNo?: string;
  notifyUrl: string;
  state: 'waiting' | 'delivered' | 'given-up';
  attempts: number;
  createdAt: string;
  nextAttemptAt?: string;
}

export interface PendingCodes {
  trades: TradeView[];
  logins: LoginView[];
}

export type ScanView = { kind: 'pay'; trade: TradeView } | { kind: 'login'; login: LoginView };

export const UNTIL_CLEARED = 'until-cleared';

/** One line of a day's bill, as the ledger has it: without the faults that may be put into the merchant's copy. */
export interface BillLineView {
  at: string;
  outTradeNo: string;
  description: string;
  tradeState: string;
  /** Taken in, or negative where it went back. */
  amountFen: number;
  outRefundNo?: string;
  refundStatus?: string;
}

export interface BillView {
  /** The day in China's time, `2026-11-21`. */
  date: string;
  /** When WeChat Pay has it ready for the merchant. */
  readyAt: string;
  lines: BillLineView[];
}

/** A template message of the service account, as it came to a phone or did not. */
export interface MessageView {
  msgId: string;
  person: string;
  template: string;
  fields: Readonly<Record<string, string>>;
  /** Where a tap leads; empty for nowhere. */
  url: string;
  sentAt: string;
  status: 'success' | 'failed:user block' | 'failed: system failed';
}

/** A service card of the mini program, as the phone shows it. */
export interface CardView {
  /** The payment's number. */
  notifyCode: string;
  person: string;
  /** `同城配送`, `等候领取`. */
  title: string;
  /** What cur_status is called: `制作中`. */
  status: string;
  statusNumber: number;
  goods: string[];
  pieces: number;
  queueNumber?: string;
  /** Minutes that are left to wait; absent where nobody knows. */
  waitMinutes?: number;
  arrivesAt?: string;
  page: string;
  changedAt: string;
  /** Every cur_status that was pushed, the oldest first. */
  pushed: number[];
  /** The person refuses such cards: this one is not shown. */
  refused: boolean;
}

/** How many messages of a template a person has accepted and not got yet. */
export interface AcceptView {
  person: string;
  template: string;
  templateId: string;
  left: number;
}

/** What the mini program uploaded of a payment's goods. */
export interface ShippingView {
  transactionId: string;
  logisticsType: number;
  description: string;
  shippedAt: string;
  settledAt?: string;
}

/** 付款码: what the phone shows to a shop's scanner. */
export interface AuthCodeView {
  /** 18 digits. */
  authCode: string;
  expiresAt: string;
}

export interface FaultsView {
  known: {
    name: string;
    group: 'notice' | 'answer' | 'trade' | 'refund' | 'bill' | 'login' | 'message' | 'mini' | 'rule';
    zh: string;
    en: string;
    value?: { unit: string; byDefault: number; most: number };
  }[];
  armed: {
    name: string;
    times: number | typeof UNTIL_CLEARED;
    value?: number;
    outTradeNo?: string;
    notice?: 'payment' | 'refund';
  }[];
  probeRate: number;
}

export interface SigningView {
  certificates: 'first' | 'both' | 'second' | 'none';
  notifications: 'as-asked' | 'certificate' | 'public-key' | 'mixed';
}

/** Time in the sandbox may be ahead of the machine's. */
export interface ClockView {
  now: string;
  aheadMs: number;
  timeScale: number;
}
