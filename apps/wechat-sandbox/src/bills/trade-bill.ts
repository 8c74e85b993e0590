import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { FaultBench } from '../faults/fault-bench.ts';
import type { Identity } from '../keys/identity.ts';
import { PayError } from '../pay/pay-errors.ts';
import type { RefundBook } from '../pay/refund-book.ts';
import type { TradeBook } from '../pay/trade-book.ts';
import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import { readBillDay } from './bill-day.ts';
import type { BillDay } from './bill-day.ts';
import { collectRows } from './collect-rows.ts';
import { falsifyRows } from './falsify-rows.ts';
import { BILL_TYPES, writeBill } from './write-bill.ts';

/** A bill that was applied for can be fetched this long. */
const TOKEN_LIFE_MS = 5 * 60 * 1000;
const OPEN_BILL_LIMIT = 32;

export const billQuerySchema = z.object({
  bill_date: z.string(),
  bill_type: z.enum(BILL_TYPES).default('ALL'),
  tar_type: z.literal('GZIP').optional(),
});

export interface BillDesk {
  identity: Identity;
  trades: TradeBook;
  refunds: RefundBook;
  faults: FaultBench;
  clock: Clock;
  ids: Ids;
}

interface BillFile {
  text: string;
  zipped: boolean;
}

/** Bills that were applied for and may be fetched. */
export interface BillOffice {
  /**
   * GET /v3/bill/tradebill: the day's bill, made at this moment, for five minutes. The hash is over the text, zipped
   * or not. Source: WeChat Pay, "申请交易账单".
   *
   * @throws PARAM_ERROR, NO_STATEMENT_EXIST
   */
  apply(query: z.infer<typeof billQuerySchema>): { token: string; hashValue: string };
  /** GET /v3/billdownload/file. @throws RESOURCE_NOT_EXISTS */
  fetch(token: string): BillFile;
}

export function createBillOffice(desk: BillDesk): BillOffice {
  const open = new Map<string, BillFile & { goneAt: number }>();
  const { clock } = desk;

  return {
    apply({ bill_date: date, bill_type: type, tar_type: tarType }) {
      const day = readBillDay(date);
      if (!day) {
        throw new PayError('PARAM_ERROR', '账单日期格式不正确', {
          field: '/bill_date',
          value: date,
          issue: 'expected yyyy-MM-dd',
          location: 'query',
        });
      }
      demandReady(desk, day);
      const honest = collectRows(desk, day, type);
      const rows = falsifyRows(desk, day, honest);
      if (rows.length === 0) throw new PayError('NO_STATEMENT_EXIST', '账单文件不存在，该日没有交易');
      const text = writeBill(rows, type);
      const token = desk.ids.token(64);
      open.set(token, { text, zipped: tarType === 'GZIP', goneAt: clock.now() + TOKEN_LIFE_MS });
      const [oldest] = open.keys();
      if (open.size > OPEN_BILL_LIMIT && oldest !== undefined) open.delete(oldest);
      return { token, hashValue: createHash('sha1').update(text).digest('hex') };
    },
    fetch(token) {
      const file = open.get(token);
      if (!file || file.goneAt <= clock.now()) {
        throw new PayError('RESOURCE_NOT_EXISTS', '账单下载地址已失效，请重新申请');
      }
      return file;
    },
  };
}

function demandReady({ clock, faults }: BillDesk, { readyAt, goneAt }: BillDay): void {
  const nowMs = clock.now();
  const early = nowMs < readyAt && !faults.take('bill-ready-at-once');
  if (early || nowMs >= goneAt) throw new PayError('NO_STATEMENT_EXIST', '账单文件不存在');
}
