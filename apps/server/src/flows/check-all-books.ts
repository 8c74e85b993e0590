import { sql } from 'kysely';
import { checkBooks } from '../payments/index.ts';
import { audit } from '../platform/audit.ts';
import type { AuditRule, Violation } from '../platform/audit.ts';
import type { Database } from '../platform/database.ts';
import { readSnapshot } from '../platform/read-snapshot.ts';

/** What must be true between orders, their money, their stock and what was told of them. */
const RULES: readonly AuditRule[] = [
  {
    rule: 'an order is paid exactly if one trade’s money is for it, and that is what it costs',
    breaches: sql`
      select 'order ' || shop_order.id || ' is ' || status || ', costs ' || total_fen || ', has been paid '
        || coalesce(sum(posting.amount_fen), 0) || ' by ' || count(posting.id) || ' trades' as detail
      from shop_order
        left join trade on trade.order_id = shop_order.id
        left join money_posting posting on posting.trade_id = trade.id and kind = 'payment' and credit = 'orders'
      group by shop_order.id
      having coalesce(sum(posting.amount_fen), 0) <> case when shop_order.paid_at is null then 0 else total_fen end
        or count(posting.id) > 1`,
  },
  {
    rule: 'an order is paid, accepted or beyond, or cancelled, once it was paid',
    breaches: sql`
      select 'order ' || id || ' is ' || status || ', paid at ' || coalesce(paid_at::text, 'no time') as detail
      from shop_order
      where (status = 'pending_payment' and paid_at is not null)
        or (status not in ('pending_payment', 'cancelled') and paid_at is null)`,
  },
  {
    rule: 'an order’s payment was told once, and so was its end',
    breaches: sql`
      select name || ' told ' || count(*) || ' times of ' || (payload ->> 'type') as detail
      from journal_entry join journal_destination destination on destination.id = destination_id
      where name like '/topic/orders/%'
        and payload ->> 'type' in ('order.paid', 'order.accepted', 'order.completed', 'order.cancelled')
      group by name, payload ->> 'type' having count(*) > 1`,
  },
  {
    rule: 'no order is cancelled and keeps its money, unless somebody is told that it cannot be given back',
    breaches: sql`
      select 'order ' || shop_order.id || ' keeps ' || sum(trade.amount_fen - trade.refunded_fen) as detail
      from shop_order join trade on trade.order_id = shop_order.id and trade.state = 'paid'
      where shop_order.status = 'cancelled'
      group by shop_order.id
      having sum(trade.amount_fen - trade.refunded_fen) > coalesce((
        select sum(amount_fen) from refund closed where closed.order_id = shop_order.id and state = 'closed'
          and not exists (select from refund later where later.replaces_id = closed.id)), 0)`,
  },
  {
    rule: 'an order that was not paid in time cannot be paid any more',
    breaches: sql`
      select 'order ' || shop_order.id || ' has an open trade' as detail
      from shop_order join trade on trade.order_id = shop_order.id and trade.state in ('opening', 'open')
      where cancel_reason = 'expired'`,
  },
  {
    rule: 'pages are shown the refunds that there are',
    breaches: sql`
      select 'order ' || shop_order.id || ' shows ' || shown.fen || ' in ' || shown.count || ', has '
        || standing.fen || ' in ' || standing.count as detail
      from shop_order,
        lateral (select coalesce(sum((entry ->> 'amountFen')::bigint), 0) as fen, count(*) as count
          from json_array_elements(refunds) entry) as shown,
        lateral (select coalesce(sum(amount_fen), 0) as fen, count(*) as count from refund
          where refund.order_id = shop_order.id
            and not exists (select from refund later where later.replaces_id = refund.id)) as standing
      where shown.fen <> standing.fen or shown.count <> standing.count`,
  },
  {
    rule: 'no stock is less than nothing',
    breaches: sql`select 'product ' || id || ' has ' || stock as detail from product where stock < 0`,
  },
];

/**
 * Checks everything that must be true of the money at any moment, at one point in time: the books themselves, and
 * that orders, stock, and what was told agree with them. Reads every order and posting: for tests and operators.
 * @returns what is not as it must be; nothing when all is well.
 */
export async function checkAllBooks(database: Database): Promise<Violation[]> {
  return readSnapshot(database, async (tx) => [...(await checkBooks(tx)), ...(await audit(tx, RULES))]);
}
