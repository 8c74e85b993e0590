import { scanLogin } from '../login/answer-login.ts';
import type { LoginDesk } from '../login/answer-login.ts';
import type { Login } from '../login/login-book.ts';
import type { Clock } from '../platform/clock.ts';
import type { Trade } from '../pay/trade.ts';
import type { TradeBook } from '../pay/trade-book.ts';
import type { SandboxPerson } from '../people/people.ts';
import { PhoneError } from '../people/phone-errors.ts';

export interface ScanDesk {
  trades: TradeBook;
  login: LoginDesk;
  clock: Clock;
}

export type Scanned = { kind: 'pay'; trade: Trade } | { kind: 'login'; login: Login };

/**
 * What 扫一扫 makes of a text: a native pay code, or a login's QR. A pay code then belongs to whoever scanned it
 * first; somebody else gets an error, as in WeChat.
 *
 * @throws PhoneError code_unrecognised, code_dead, code_taken, trade_paid, trade_closed, login_unknown, login_finished
 */
export function scanCode(desk: ScanDesk, text: string, person: SandboxPerson): Scanned {
  const code = text.trim();
  if (code.startsWith('weixin://wxpay/')) return { kind: 'pay', trade: scanPayCode(desk, code, person) };
  const uuid = readLoginUuid(code);
  if (uuid !== undefined) return { kind: 'login', login: scanLogin(desk.login, uuid, person.id) };
  throw new PhoneError(
    'code_unrecognised',
    'This is neither a pay code nor a login code of this sandbox. Scan one that the shop or the login page shows.',
  );
}

function scanPayCode({ trades, clock }: ScanDesk, codeUrl: string, person: SandboxPerson): Trade {
  const trade = trades.findByCode(codeUrl);
  if (!trade || trade.codeExpiresAt <= clock.now()) {
    throw new PhoneError('code_dead', 'This pay code is no longer valid. Ask the shop to show a new one.');
  }
  return claimTrade(trades, trade, person);
}

/**
 * Makes the trade this person's to pay.
 *
 * @throws PhoneError trade_paid, trade_closed, code_taken
 */
export function claimTrade(trades: TradeBook, trade: Trade, person: SandboxPerson): Trade {
  if (trade.payment) {
    throw new PhoneError('trade_paid', 'This trade is already paid. Nothing was taken again.');
  }
  if (trade.state !== 'NOTPAY' && trade.state !== 'USERPAYING') {
    throw new PhoneError(
      'trade_closed',
      'This trade is closed. Nothing was taken. Ask the shop for a new code.',
    );
  }
  const named = trade.payerOpenid !== undefined && trade.payerOpenid !== person.openids[trade.appid];
  if (named || (trade.scannedBy !== undefined && trade.scannedBy !== person.id)) {
    throw new PhoneError(
      'code_taken',
      'This is somebody else’s to pay. Switch back to them, or ask the shop for a new code.',
      { scannedBy: trade.scannedBy },
    );
  }
  return trade.scannedBy === person.id ? trade : trades.put({ ...trade, scannedBy: person.id });
}

/** Reads `…/connect/confirm?uuid=…`, or the bare uuid that a login page's link carries. */
function readLoginUuid(text: string): string | undefined {
  if (/^[0-9A-Za-z]{16}$/.test(text)) return text;
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.pathname === '/connect/confirm' ? (url.searchParams.get('uuid') ?? undefined) : undefined;
}
