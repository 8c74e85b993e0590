import type { PayContext } from '../pay-context.ts';
import { checkBillDate, downloadBill } from './download-bill.ts';
import { readTradeBill } from './read-trade-bill.ts';
import type { TradeBill } from './read-trade-bill.ts';

export interface TradeBillRequest {
  /** The day in China, `YYYY-MM-DD`, of the past three months. */
  readonly billDate: string;
  /** ALL unless told: payments and refunds. */
  readonly billType?: 'ALL' | 'SUCCESS' | 'REFUND' | undefined;
}

/**
 * Downloads and reads what WeChat Pay booked on a day: one row for each payment and each refund. Ready at about
 * 10:00 of the next day. Throws what `downloadBill` and `readTradeBill` throw. WeChat Pay APIv3, 申请交易账单.
 */
export async function tradeBill(context: PayContext, request: TradeBillRequest): Promise<TradeBill> {
  const { billDate, billType = 'ALL' } = request;
  checkBillDate(billDate, context.clock());
  const path = `/v3/bill/tradebill?bill_date=${billDate}&bill_type=${billType}&tar_type=GZIP`;
  return readTradeBill(await downloadBill(context, path));
}
