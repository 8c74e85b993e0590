import { WeChatError } from '../../errors/wechat-error.ts';
import { readBillTable, unreadableBill } from './bill-table.ts';
import type { BillCells } from './bill-table.ts';
import { readDecimal } from './decimal.ts';

/** One payment or one refund that WeChat Pay booked. Its texts are WeChat's, with `\ ` for a comma in some. */
export interface TradeBillRow {
  /** When it was paid; of a refund, when it was asked for. ISO-8601 in UTC. */
  readonly time: string;
  readonly appid: string;
  readonly mchid: string;
  readonly transactionId: string;
  readonly outTradeNo: string;
  readonly payerOpenid: string;
  /** NATIVE, JSAPI, MICROPAY … */
  readonly tradeType: string;
  /** SUCCESS is a payment, REFUND a refund, REVOKED the reversal of a payment code. */
  readonly tradeState: string;
  readonly currency: string;
  /** What the order cost; 0 in rows of refunds. */
  readonly amountFen: number;
  /** The same less coupons that do not count as paid; 0 in rows of refunds. */
  readonly settlementFen: number;
  readonly refundId?: string;
  readonly outRefundNo?: string;
  /** What the merchant was asked to give back; 0 in rows of payments. */
  readonly appliedRefundFen: number;
  /** The same less coupons; 0 in rows of payments. */
  readonly refundFen: number;
  readonly couponRefundFen: number;
  /** SUCCESS, PROCESSING, FAIL or CHANGE: not the words that refunds have elsewhere. */
  readonly refundStatus?: string;
  readonly description: string;
  readonly attach: string;
  /** WeChat Pay's fee in thousandths of a fen; negative when it is given back. */
  readonly feeMilliFen: number;
}

/** The sums that WeChat Pay writes under the rows; they are compared with the rows. */
export interface TradeBillSummary {
  readonly count: number;
  readonly settlementFen: number;
  readonly refundFen: number;
  readonly couponRefundFen: number;
  readonly feeMilliFen: number;
  readonly amountFen: number;
  readonly appliedRefundFen: number;
}

export interface TradeBill {
  readonly rows: readonly TradeBillRow[];
  readonly summary: TradeBillSummary;
}

const FEN_PLACES = 2;
const MILLI_FEN_PLACES = 5;

/**
 * The columns of amounts, by what they are called; the later names are of the early form, which some merchants
 * still get until they turn WeChat's coupons on. WeChat Pay APIv3, 下载账单, 交易账单.
 */
const AMOUNTS = {
  amountFen: { row: ['订单金额', '总金额'], sum: ['订单总金额', '总交易额'] },
  settlementFen: { row: ['应结订单金额', '总金额'], sum: ['应结订单总金额', '总交易额'] },
  appliedRefundFen: { row: ['申请退款金额', '退款金额'], sum: ['申请退款总金额', '总退款金额'] },
  refundFen: { row: ['退款金额'], sum: ['退款总金额', '总退款金额'] },
  couponRefundFen: {
    row: ['充值券退款金额', '企业红包退款金额'],
    sum: ['充值券退款总金额', '总企业红包退款金额'],
  },
  feeMilliFen: { row: ['手续费'], sum: ['手续费总金额'] },
} as const;

type AmountField = keyof typeof AMOUNTS;

const AMOUNT_FIELDS = Object.keys(AMOUNTS) as AmountField[];
/** Bills of payments alone have no columns of refunds. */
const MAY_BE_ABSENT: readonly AmountField[] = ['appliedRefundFen', 'refundFen', 'couponRefundFen'];

/**
 * Reads a trade bill, by the names of its columns: they come in another order, and without those of refunds, for
 * other types of the bill. Throws `wechat_bill_unreadable`, or `wechat_bill_sums_differ` when rows are missing or
 * changed. WeChat Pay APIv3, 下载账单, 交易账单.
 */
export function readTradeBill(bytes: Uint8Array): TradeBill {
  const table = readBillTable(bytes, '总交易单数');
  const rows = table.rows.map(readRow);
  const summary = { count: unitsOf(table.summary, ['总交易单数'], 0), ...amountsIn(table.summary, 'sum') };
  if (rows.length !== summary.count) {
    throw sumsDiffer(`The bill has ${rows.length} rows, its summary says ${summary.count}`);
  }
  for (const field of AMOUNT_FIELDS) {
    const added = rows.reduce((total, row) => total + row[field], 0);
    if (added !== summary[field]) {
      const column = AMOUNTS[field].sum[0];
      throw sumsDiffer(`The rows of the bill add up to ${added}, its ${column} says ${summary[field]}`);
    }
  }
  return { rows, summary };
}

function readRow(cells: BillCells): TradeBillRow {
  return {
    time: timeOf(textOf(cells, '交易时间')),
    appid: textOf(cells, '公众账号ID'),
    mchid: textOf(cells, '商户号'),
    transactionId: textOf(cells, '微信订单号'),
    outTradeNo: textOf(cells, '商户订单号'),
    payerOpenid: textOf(cells, '用户标识'),
    tradeType: textOf(cells, '交易类型'),
    tradeState: textOf(cells, '交易状态'),
    currency: textOf(cells, '货币种类'),
    ...amountsIn(cells, 'row'),
    refundId: numberOf(cells, '微信退款单号'),
    outRefundNo: numberOf(cells, '商户退款单号'),
    refundStatus: cells.get('退款状态') || undefined,
    description: textOf(cells, '商品名称'),
    attach: textOf(cells, '商户数据包'),
  };
}

function amountsIn(cells: BillCells, kind: 'row' | 'sum'): Readonly<Record<AmountField, number>> {
  const amount = (field: AmountField) => {
    const names = AMOUNTS[field][kind];
    if (MAY_BE_ABSENT.includes(field) && !names.some((name) => cells.has(name))) return 0;
    return unitsOf(cells, names, field === 'feeMilliFen' ? MILLI_FEN_PLACES : FEN_PLACES);
  };
  return {
    amountFen: amount('amountFen'),
    settlementFen: amount('settlementFen'),
    appliedRefundFen: amount('appliedRefundFen'),
    refundFen: amount('refundFen'),
    couponRefundFen: amount('couponRefundFen'),
    feeMilliFen: amount('feeMilliFen'),
  };
}

function textOf(cells: BillCells, column: string): string {
  const text = cells.get(column);
  if (text === undefined) throw unreadableBill(`The bill has no column ${column}`);
  return text;
}

/** A number of a refund; rows of payments have 0 in its place. */
function numberOf(cells: BillCells, column: string): string | undefined {
  const text = cells.get(column);
  return text === undefined || text === '' || text === '0' ? undefined : text;
}

/** The amount in the first of these columns that is there. */
function unitsOf(cells: BillCells, columns: readonly [string, ...string[]], places: number): number {
  const column = columns.find((name) => cells.has(name)) ?? columns[0];
  const text = textOf(cells, column);
  const units = readDecimal(text, places);
  if (units === undefined) {
    throw unreadableBill(`The bill has ${JSON.stringify(text.slice(0, 32))} for ${column}`);
  }
  return units;
}

/** Bills tell China's time, without saying so. */
function timeOf(text: string): string {
  const [, day, time] = /^(\d{4}-\d\d-\d\d) +(\d\d:\d\d:\d\d)$/.exec(text) ?? [];
  const timeMs = Date.parse(`${day ?? ''}T${time ?? ''}+08:00`);
  if (Number.isNaN(timeMs)) {
    throw unreadableBill(`The bill has ${JSON.stringify(text.slice(0, 32))} for 交易时间`);
  }
  return new Date(timeMs).toISOString();
}

function sumsDiffer(what: string): WeChatError {
  return new WeChatError('wechat_bill_sums_differ', `${what}.`);
}
