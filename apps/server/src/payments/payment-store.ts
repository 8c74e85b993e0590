import { sql } from 'kysely';
import type { Executor } from '../platform/database.ts';
import type { Holder } from './posting-store.ts';
import { tradeStates } from './trade.ts';

interface PaymentRow {
  readonly trade: { readonly id: number };
  readonly outTradeNo: string;
  readonly transactionId: string;
  readonly paidAt: Date;
  readonly notificationId: string | undefined;
  readonly receivedAt: Date;
}

/**
 * Writes payments down in one statement: the notifications that count, the trades, and the postings. Leaves out what
 * was told of by a notification or a transaction that has counted before, or whose trade is paid.
 * @returns how many were written down
 */
export async function insertPayments(
  executor: Executor,
  payments: readonly PaymentRow[],
  holder: Holder,
): Promise<number> {
  const { from, to } = tradeStates.move('pay');
  const column = <Key extends keyof PaymentRow>(key: Key) => payments.map((payment) => payment[key] ?? null);
  const { numAffectedRows = 0n } = await sql`
    with payment as (
      select * from unnest(
        ${payments.map(({ trade }) => trade.id)}::bigint[], ${column('outTradeNo')}::text[],
        ${column('transactionId')}::text[], ${column('paidAt')}::timestamptz[],
        ${column('notificationId')}::text[], ${column('receivedAt')}::timestamptz[]
      ) as payment (trade_id, out_trade_no, transaction_id, paid_at, notification_id, received_at)
    ), counted as (
      insert into payment_notification (notification_id, transaction_id, out_trade_no, received_at)
      select notification_id, transaction_id, out_trade_no, received_at from payment
      where notification_id is not null
      on conflict do nothing
      returning transaction_id
    ), paid as (
      update trade set state = ${to}, transaction_id = payment.transaction_id, paid_at = payment.paid_at
      from payment
      where trade.id = trade_id and state = any(${from}::text[])
        and (notification_id is null or payment.transaction_id in (select transaction_id from counted))
      returning id, amount_fen, payment.paid_at
    )
    insert into money_posting (kind, trade_id, debit, credit, amount_fen, at)
    select 'payment', id, 'wechat', ${holder}::text, amount_fen, paid_at from paid`.execute(executor);
  return Number(numAffectedRows);
}
