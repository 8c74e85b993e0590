import type { BillDifference } from '@carillon/contract';
import type { TradeBillRow } from '@carillon/wechat';

/** What our books say of one payment or one refund. */
export interface BookedEntry {
  readonly subject: Difference['subject'];
  /** The out-trade-no or the out-refund-no. */
  readonly number: string;
  readonly orderId: number;
  readonly shopId: number;
  readonly amountFen: number;
  /** A trade's or a refund's, as our books name it. */
  readonly state: string;
  /** WeChat's number of the payment; null while it is not paid. */
  readonly transactionId: string | null;
  /** Whether the bill of this day must have it; others are known only to be looked up. */
  readonly expected: boolean;
}

export interface Difference extends Pick<BillDifference, 'subject' | 'kind' | 'number' | 'ours' | 'theirs'> {
  readonly orderId: number | null;
  readonly shopId: number | null;
}

type Side = NonNullable<Difference['ours']>;

interface BilledEntry extends Side {
  readonly subject: Difference['subject'];
  readonly number: string;
}

/** What our books may say when WeChat's bill has a payment, or a refund in this state. */
const AGREEING = {
  payment: { SUCCESS: ['paid'] },
  refund: {
    SUCCESS: ['succeeded'],
    // The bill is of the day on which it began; it may have ended since.
    PROCESSING: ['processing', 'succeeded', 'abnormal', 'by_hand', 'closed'],
    CHANGE: ['abnormal', 'by_hand', 'succeeded'],
    FAIL: ['closed', 'abnormal', 'by_hand'],
  },
} as const satisfies Record<string, Record<string, readonly string[]>>;

/**
 * Compares the rows of a day's bill with our books: what is missing on either side, and where amount, state or
 * WeChat's number differ. One difference per payment or refund, the gravest.
 */
export function compareRows(rows: readonly TradeBillRow[], booked: readonly BookedEntry[]): Difference[] {
  const known = new Map(booked.map((entry) => [keyOf(entry), entry]));
  const billed = rows.map(readRow);
  const inBill = new Set(billed.map(keyOf));
  const missingThere = booked
    .filter((entry) => entry.expected && !inBill.has(keyOf(entry)))
    .map((entry) => describe('missing_there', { ours: entry }));
  return [...billed.flatMap((row) => compareRow(row, known.get(keyOf(row)))), ...missingThere];
}

function compareRow(theirs: BilledEntry, ours: BookedEntry | undefined): Difference[] {
  if (ours === undefined) return [describe('missing_here', { theirs })];
  if (ours.amountFen !== theirs.amountFen) return [describe('amount_differs', { ours, theirs })];
  return agree(ours, theirs) ? [] : [describe('state_differs', { ours, theirs })];
}

function agree(ours: BookedEntry, theirs: BilledEntry): boolean {
  const allowed: Readonly<Record<string, readonly string[]>> = AGREEING[ours.subject];
  if (!(allowed[theirs.state] ?? []).includes(ours.state)) return false;
  return ours.transactionId === theirs.transactionId;
}

function readRow(row: TradeBillRow): BilledEntry {
  const { transactionId, outTradeNo, outRefundNo } = row;
  if (row.tradeState === 'REFUND') {
    return {
      subject: 'refund',
      number: outRefundNo ?? '',
      amountFen: row.appliedRefundFen,
      state: row.refundStatus ?? '',
      transactionId,
    };
  }
  const { amountFen, tradeState: state } = row;
  return { subject: 'payment', number: outTradeNo, amountFen, state, transactionId };
}

function describe(
  kind: Difference['kind'],
  { ours, theirs }: { ours?: BookedEntry; theirs?: BilledEntry },
): Difference {
  const either = ours ?? theirs;
  if (either === undefined) throw new Error('a difference has two sides, and at least one of them is there');
  return {
    subject: either.subject,
    kind,
    number: either.number,
    orderId: ours?.orderId ?? null,
    shopId: ours?.shopId ?? null,
    ours: ours ? sideOf(ours) : null,
    theirs: theirs ? sideOf(theirs) : null,
  };
}

function sideOf({ amountFen, state, transactionId }: Side): Side {
  return { amountFen, state, transactionId };
}

function keyOf({ subject, number }: { subject: string; number: string }): string {
  return `${subject} ${number}`;
}
