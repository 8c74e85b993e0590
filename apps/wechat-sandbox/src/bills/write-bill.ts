import { billTime } from './bill-row.ts';
import type { BillRow } from './bill-row.ts';

export const BILL_TYPES = ['ALL', 'SUCCESS', 'REFUND'] as const;
export type BillType = (typeof BILL_TYPES)[number];

interface Column {
  title: string;
  cell: (row: BillRow) => string;
  /** Of the bills of these types alone. */
  only?: readonly BillType[];
}

const REFUNDS = ['ALL', 'REFUND'] as const;

/** 27 in the bill of all, 20 in that of payments, 29 in that of refunds. Source: WeChat Pay, "申请交易账单". */
const COLUMNS: readonly Column[] = [
  { title: '交易时间', cell: ({ at }) => billTime(at) },
  { title: '公众账号ID', cell: ({ appid }) => appid },
  { title: '商户号', cell: ({ mchid }) => mchid },
  { title: '特约商户号', cell: () => '0' },
  { title: '设备号', cell: () => '' },
  { title: '微信订单号', cell: ({ transactionId }) => transactionId },
  { title: '商户订单号', cell: ({ outTradeNo }) => outTradeNo },
  { title: '用户标识', cell: ({ openid }) => openid },
  { title: '交易类型', cell: ({ tradeType }) => tradeType },
  { title: '交易状态', cell: ({ tradeState }) => tradeState },
  { title: '付款银行', cell: () => 'OTHERS' },
  { title: '货币种类', cell: () => 'CNY' },
  { title: '应结订单金额', cell: ({ orderFen }) => yuan(orderFen) },
  { title: '代金券金额', cell: () => '0.00' },
  { title: '退款申请时间', cell: ({ refund }) => timeOf(refund?.appliedAt), only: ['REFUND'] },
  { title: '退款成功时间', cell: ({ refund }) => timeOf(refund?.successAt), only: ['REFUND'] },
  { title: '微信退款单号', cell: ({ refund }) => refund?.refundId ?? '0', only: REFUNDS },
  { title: '商户退款单号', cell: ({ refund }) => refund?.outRefundNo ?? '0', only: REFUNDS },
  { title: '退款金额', cell: ({ refund }) => yuan(refund?.amountFen ?? 0), only: REFUNDS },
  { title: '充值券退款金额', cell: () => '0.00', only: REFUNDS },
  { title: '退款类型', cell: ({ refund }) => (refund ? 'ORIGINAL' : ''), only: REFUNDS },
  { title: '退款状态', cell: ({ refund }) => refund?.status ?? '', only: REFUNDS },
  { title: '商品名称', cell: ({ description }) => description },
  { title: '商户数据包', cell: ({ attach }) => attach },
  { title: '手续费', cell: ({ feeFen }) => fee(feeFen) },
  { title: '费率', cell: () => '0.60%' },
  { title: '订单金额', cell: ({ orderFen }) => yuan(orderFen) },
  { title: '申请退款金额', cell: ({ refund }) => yuan(refund?.amountFen ?? 0), only: REFUNDS },
  { title: '费率备注', cell: () => '' },
];

const SUMMARY_TITLES = [
  '总交易单数',
  '应结订单总金额',
  '退款总金额',
  '充值券退款总金额',
  '手续费总金额',
  '订单总金额',
  '申请退款总金额',
];

const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Writes a trade bill as WeChat Pay does: a byte order mark, a line of titles, a line for each row with every cell
 * behind a backtick, two lines of sums. Names may hold commas and are not quoted. Money is in yuan.
 */
export function writeBill(rows: readonly BillRow[], type: BillType): string {
  const columns = COLUMNS.filter(({ only }) => only?.includes(type) ?? true);
  const orderFen = rows.reduce((sum, row) => sum + row.orderFen, 0);
  const refundFen = rows.reduce((sum, { refund }) => sum + (refund?.amountFen ?? 0), 0);
  const feeFen = rows.reduce((sum, row) => sum + row.feeFen, 0);
  const sums = [
    String(rows.length),
    yuan(orderFen),
    yuan(refundFen),
    '0.00',
    fee(feeFen),
    yuan(orderFen),
    yuan(refundFen),
  ];
  const lines = [
    columns.map(({ title }) => title).join(','),
    ...rows.map((row) => cells(columns.map(({ cell }) => cell(row)))),
    SUMMARY_TITLES.join(','),
    cells(sums),
  ];
  return `${BYTE_ORDER_MARK}${lines.map((line) => `${line}\r\n`).join('')}`;
}

function cells(values: readonly string[]): string {
  return values.map((value) => `\`${value}`).join(',');
}

function yuan(fen: number): string {
  return (fen / 100).toFixed(2);
}

function fee(fen: number): string {
  return (fen / 100).toFixed(5);
}

function timeOf(atMs: number | undefined): string {
  return atMs === undefined ? '' : billTime(atMs);
}
