import type { Clock } from '../platform/clock.ts';
import type { Ledger } from '../platform/ledger.ts';
import { TRADE_MOVES, tradeSchema } from './trade.ts';
import type { Trade, TradeState } from './trade.ts';

/** The oldest trades are forgotten beyond this many. */
const TRADE_LIMIT = 50_000;

/** All trades, as they stand at this moment: one whose time is over is found closed. */
export interface TradeBook {
  get(outTradeNo: string): Trade | undefined;
  /** By code_url or prepay_id. Only one that lives: a fresh one kills the one before it. */
  findByCode(code: string): Trade | undefined;
  /** Only once it is paid. */
  findByTransaction(transactionId: string): Trade | undefined;
  /** Trades that wait for their buyer, newest first: a QR that can still be scanned, or a password to be given. */
  waiting(): Trade[];
  all(): Trade[];
  /** Writes a new trade, or changes of a trade that leave its state alone. */
  put(trade: Trade): Trade;
  /** @throws when the state may not follow (see TRADE_MOVES). */
  move(trade: Trade, state: TradeState, changes?: Partial<Trade>): Trade;
  onChange(listener: (trade: Trade) => void): () => void;
}

export function openTradeBook(ledger: Ledger, clock: Clock): TradeBook {
  const table = ledger.table('trades', tradeSchema, TRADE_LIMIT);
  const byCode = new Map<string, string>();
  const byTransaction = new Map<string, string>();
  for (const trade of table.rows()) index(trade);
  const listeners = new Set<(trade: Trade) => void>();

  function index(trade: Trade): void {
    if (trade.codeUrl !== '') byCode.set(trade.codeUrl, trade.outTradeNo);
    if (trade.payment) byTransaction.set(trade.payment.transactionId, trade.outTradeNo);
  }

  function put(trade: Trade): Trade {
    const before = table.get(trade.outTradeNo);
    if (before) byCode.delete(before.codeUrl);
    index(trade);
    table.put(trade.outTradeNo, trade);
    for (const listener of listeners) listener(trade);
    return trade;
  }

  function move(trade: Trade, state: TradeState, changes: Partial<Trade> = {}): Trade {
    if (!TRADE_MOVES[trade.state].includes(state)) {
      throw new Error(`trade ${trade.outTradeNo} cannot go from ${trade.state} to ${state}`);
    }
    return put({ ...trade, ...changes, state });
  }

  function get(outTradeNo: string): Trade | undefined {
    const trade = table.get(outTradeNo);
    return trade && atThisMoment(trade);
  }

  function atThisMoment(trade: Trade): Trade {
    if (trade.expiresAt > clock.now()) return trade;
    if (trade.state === 'NOTPAY') return move(trade, 'CLOSED');
    return trade.state === 'USERPAYING' ? move(trade, 'PAYERROR') : trade;
  }

  return {
    get,
    put,
    move,
    findByCode: (code) => get(byCode.get(code) ?? ''),
    findByTransaction: (transactionId) => get(byTransaction.get(transactionId) ?? ''),
    all: () => table.rows().map(atThisMoment).reverse(),
    waiting: () =>
      table
        .rows()
        .map(atThisMoment)
        .filter((trade) => waitsForBuyer(trade, clock.now()))
        .reverse(),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function waitsForBuyer({ state, tradeType, codeExpiresAt }: Trade, nowMs: number): boolean {
  return state === 'USERPAYING' || (state === 'NOTPAY' && tradeType === 'NATIVE' && codeExpiresAt > nowMs);
}
