import type { DayReport } from '@carillon/contract';
import { stringify } from 'csv-stringify/sync';

const FULFILMENTS = { table: '堂食', pickup: '自取', delivery: '外卖', pass: '次卡' } as const;

/**
 * Writes a day report as a table that a spreadsheet opens: what each product brought, then the sums. Amounts are in
 * yuan. What a product is called is never run as a formula.
 */
export function writeDayReport(report: DayReport): string {
  const { day, orders, byProduct, byHour, byFulfilment } = report;
  const rows: (string | number)[][] = [
    ['日期', day],
    ['订单数', orders],
    ['销售额（元）', yuanOf(report.salesFen)],
    ['其中配送费（元）', yuanOf(report.deliveryFeesFen)],
    ['客单价（元）', yuanOf(report.averageFen)],
    ['退款笔数', report.refunds.count],
    ['退款额（元）', yuanOf(report.refunds.amountFen)],
    [],
    ['商品', '数量', '销售额（元）'],
    ...byProduct.map(({ name, quantity, salesFen }) => [name, quantity, yuanOf(salesFen)]),
    [],
    ['时段（北京时间）', '订单数', '销售额（元）'],
    ...byHour.map((hour) => [spanOf(hour.hour), hour.orders, yuanOf(hour.salesFen)]),
    [],
    ['取餐方式', '订单数', '销售额（元）'],
    ...byFulfilment.map((kind) => [FULFILMENTS[kind.fulfilment], kind.orders, yuanOf(kind.salesFen)]),
  ];
  return stringify(rows, { bom: true, escape_formulas: true, record_delimiter: 'windows' });
}

/** Without a sign of the currency, so that a spreadsheet takes it for a number. */
function yuanOf(amountFen: number): string {
  return (amountFen / 100).toFixed(2);
}

function spanOf(hour: number): string {
  const clock = (value: number): string => `${String(value).padStart(2, '0')}:00`;
  return `${clock(hour)}–${clock(hour + 1)}`;
}
