import type { FaultBench } from '../faults/fault-bench.ts';
import type { FaultName } from '../faults/faults.ts';
import type { Ids } from '../platform/ids.ts';
import { toChinaDay } from '../platform/china-time.ts';
import type { BillDay } from './bill-day.ts';
import type { BillRow } from './bill-row.ts';

interface BillFaultDeps {
  faults: FaultBench;
  ids: Ids;
  identity: { mchid: string; payAppid: string };
}

/** Puts the bill faults that are armed into the rows. One for a trade changes that trade's row, else the first one. */
export function falsifyRows(deps: BillFaultDeps, day: BillDay, honest: BillRow[]): BillRow[] {
  const missing = pick(deps.faults, 'bill-missing-row', honest);
  let rows = honest.filter((row) => row !== missing?.row);

  const amount = pick(deps.faults, 'bill-changed-amount', rows);
  if (amount) rows = replace(rows, amount.row, withAmount(amount.row, amount.value));
  const state = pick(deps.faults, 'bill-changed-state', rows);
  if (state) rows = replace(rows, state.row, withOtherState(state.row));

  const extra = deps.faults.take('bill-extra-row');
  return extra ? [...rows, inventedRow(deps, day, extra.value)] : rows;
}

/** The first row that a fault of this name waits for. */
function pick(
  faults: FaultBench,
  name: FaultName,
  rows: BillRow[],
): { row: BillRow; value: number } | undefined {
  for (const row of rows) {
    const taken = faults.take(name, row);
    if (taken) return { row, value: taken.value };
  }
  return undefined;
}

function replace(rows: BillRow[], before: BillRow, after: BillRow): BillRow[] {
  return rows.map((row) => (row === before ? after : row));
}

function withAmount(row: BillRow, fen: number): BillRow {
  return row.refund ? { ...row, refund: { ...row.refund, amountFen: fen } } : { ...row, orderFen: fen };
}

function withOtherState(row: BillRow): BillRow {
  return row.refund
    ? { ...row, refund: { ...row.refund, status: row.refund.status === 'ABNORMAL' ? 'SUCCESS' : 'ABNORMAL' } }
    : { ...row, tradeState: 'REVOKED' };
}

function inventedRow({ ids, identity }: BillFaultDeps, { startsAt }: BillDay, fen: number): BillRow {
  const at = startsAt + 12 * 60 * 60 * 1000;
  return {
    at,
    appid: identity.payAppid,
    mchid: identity.mchid,
    transactionId: `4200${ids.digits(6)}${toChinaDay(at)}${ids.digits(10)}`,
    outTradeNo: `X${ids.digits(15)}`,
    openid: `o${ids.token(27)}`,
    tradeType: 'NATIVE',
    tradeState: 'SUCCESS',
    description: '账单里多出来的一笔',
    attach: '',
    orderFen: fen,
    feeFen: 0,
  };
}
