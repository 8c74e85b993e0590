import type { PayContext } from '../pay-context.ts';
import { checkBillDate, downloadBill } from './download-bill.ts';

export interface FundFlowBillRequest {
  /** The day in China, `YYYY-MM-DD`, of the past three months. */
  readonly billDate: string;
  /** BASIC unless told. */
  readonly accountType?: 'BASIC' | 'OPERATION' | 'FEES' | undefined;
}

/**
 * Downloads what moved in and out of one of the merchant's accounts on a day, as WeChat Pay's CSV file: UTF-8
 * with a byte order mark, unpacked and checked. Throws what `downloadBill` throws. WeChat Pay APIv3, 申请资金账单.
 */
export async function fundFlowBill(context: PayContext, request: FundFlowBillRequest): Promise<Uint8Array> {
  const { billDate, accountType = 'BASIC' } = request;
  checkBillDate(billDate, context.clock());
  const path = `/v3/bill/fundflowbill?bill_date=${billDate}&account_type=${accountType}&tar_type=GZIP`;
  return downloadBill(context, path);
}
