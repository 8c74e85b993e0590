/**
 * What the control API says, in types alone: the phone page reads them too, so nothing here may need Node.
 * Times are ISO 8601, money is fen.
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
  state: 'NOTPAY' | 'SUCCESS' | 'CLOSED';
  codeUrl: string;
  createdAt: string;
  expiresAt: string;
  /** Whoever scanned the code first. */
  scannedBy?: string;
  payment?: { transactionId: string; paidAt: string; person: string; openid: string };
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

export interface FaultsView {
  known: {
    name: string;
    zh: string;
    en: string;
    value?: { unit: string; byDefault: number; most: number };
  }[];
  armed: { name: string; times: number; value?: number }[];
  probeRate: number;
}
