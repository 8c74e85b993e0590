/** A trade bill as WeChat Pay writes it, of one payment and one refund. WeChat Pay APIv3, 下载账单. */
const BOM = '\uFEFF';

const PAYMENT = {
  交易时间: '2026-11-20 12:00:05',
  公众账号ID: 'wx8888888888888888',
  商户号: '1900000109',
  特约商户号: '0',
  设备号: '',
  微信订单号: '4200002026112000000000042',
  商户订单号: 'C00000042',
  用户标识: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o',
  交易类型: 'NATIVE',
  交易状态: 'SUCCESS',
  付款银行: 'OTHERS',
  货币种类: 'CNY',
  应结订单金额: '42.00',
  代金券金额: '0.00',
  微信退款单号: '0',
  商户退款单号: '0',
  退款金额: '0.00',
  充值券退款金额: '0.00',
  退款类型: '',
  退款状态: '',
  商品名称: '巷口小馆, 017',
  商户数据包: '42',
  手续费: '0.25200',
  费率: '0.60%',
  订单金额: '42.00',
  申请退款金额: '0.00',
  费率备注: '',
};

const REFUND = {
  ...PAYMENT,
  交易时间: '2026-11-20 18:30:00',
  交易状态: 'REFUND',
  应结订单金额: '0.00',
  微信退款单号: '50000000382026112009732678859',
  商户退款单号: 'R00000042',
  退款金额: '8.00',
  退款类型: 'ORIGINAL',
  退款状态: 'SUCCESS',
  手续费: '-0.04800',
  订单金额: '0.00',
  申请退款金额: '8.00',
};

const SUMMARY = {
  总交易单数: '2',
  应结订单总金额: '42.00',
  退款总金额: '8.00',
  充值券退款总金额: '0.00',
  手续费总金额: '0.20400',
  订单总金额: '42.00',
  申请退款总金额: '8.00',
};

type Cells = Record<string, string>;

interface BillParts {
  /** Over the payment's cells. */
  readonly payment?: Cells;
  /** Over the refund's cells; null leaves the row out. */
  readonly refund?: Cells | null;
  readonly summary?: Cells;
  /** Columns in this order, and no others. */
  readonly columns?: readonly string[];
}

/** Writes the bill. */
export function billText({
  payment,
  refund,
  summary,
  columns = Object.keys(PAYMENT),
}: BillParts = {}): string {
  const rows: Cells[] = [{ ...PAYMENT, ...payment }];
  if (refund !== null) rows.push({ ...REFUND, ...refund });
  const sums: Cells = { ...SUMMARY, ...summary };
  const lines = [
    columns.join(','),
    ...rows.map((row) => columns.map((column) => `\`${row[column] ?? ''}`).join(',')),
    Object.keys(sums).join(','),
    Object.values(sums)
      .map((sum) => `\`${sum}`)
      .join(','),
  ];
  return `${BOM}${lines.join('\r\n')}\r\n`;
}
