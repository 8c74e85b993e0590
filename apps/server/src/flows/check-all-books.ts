import { sql } from 'kysely';
import { checkLedger } from '../passes/index.ts';
import { checkBooks } from '../payments/index.ts';
import { audit } from '../platform/audit.ts';
import type { AuditRule, Violation } from '../platform/audit.ts';
import type { Database } from '../platform/database.ts';
import { readSnapshot } from '../platform/read-snapshot.ts';

/** What must be true between orders, their money, their stock, their passes and what was told of them. */
const RULES: readonly AuditRule[] = [
  {
    rule: 'an order is paid exactly if one trade’s money is for it, and that is what it costs',
    breaches: sql`
      select 'order ' || shop_order.id || ' is ' || status || ', costs ' || total_fen || ', has been paid '
        || coalesce(sum(posting.amount_fen), 0) || ' by ' || count(posting.id) || ' trades' as detail
      from shop_order
        left join trade on trade.order_id = shop_order.id
        left join money_posting posting on posting.trade_id = trade.id and posting.kind = 'payment' and credit = 'orders'
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
    // Journals are trimmed after a week. One that still begins at its beginning was not.
    // A pass that is bought is its buyer's business: it is told to the order alone, as completed.
    rule: 'a payment was told to its order and to its shop, to each once',
    breaches: sql`
      with journal as (
        select id, name, exists (select from journal_entry where destination_id = id and seq = 1) as is_whole
        from journal_destination where name like '/topic/orders/%' or name like '/topic/shops/%/orders'
      ), told as (
        select id, payload -> 'order' ->> 'id' as order_id, count(*) as times
        from journal_entry join journal on id = destination_id
        where payload ->> 'type' = case payload -> 'order' ->> 'fulfilment' when 'pass' then 'order.completed'
          else 'order.paid' end
        group by 1, 2
      )
      select 'order ' || paid.id || ' was paid, ' || wanted.name || ' told of it ' || coalesce(times, 0) || ' times'
        as detail
      from shop_order paid
        cross join lateral (values ('/topic/orders/' || paid.id), ('/topic/shops/' || shop_id || '/orders'))
          as wanted (name)
        left join journal using (name)
        left join told on told.id = journal.id and order_id = paid.id::text
      where paid_at is not null and (is_whole or paid_at > now() - interval '6 days')
        and coalesce(times, 0) <> case when fulfilment = 'pass' and wanted.name like '/topic/shops/%' then 0 else 1 end`,
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
    rule: 'pages are shown the refunds that there are, as they stand',
    breaches: sql`
      with standing as (
        select order_id, id, amount_fen, case
            when state in ('succeeded', 'by_hand') then 'succeeded'
            when state in ('abnormal', 'closed') or (state = 'asking' and refused) then 'failed'
            else 'processing' end as state
        from refund where not exists (select from refund later where later.replaces_id = refund.id)
      ), shown as (
        select shop_order.id as order_id, (entry ->> 'id')::bigint as id, (entry ->> 'amountFen')::bigint as amount_fen,
          entry ->> 'state' as state
        from shop_order, json_array_elements(refunds) entry
      )
      select 'order ' || coalesce(shown.order_id, standing.order_id) || ' shows ' || coalesce(
          'refund ' || shown.id || ' of ' || shown.amount_fen || ' as ' || shown.state, 'nothing')
        || ', has ' || coalesce(
          'refund ' || standing.id || ' of ' || standing.amount_fen || ', ' || standing.state, 'none') as detail
      from shown full join standing using (order_id, id, amount_fen, state)
      where shown.id is null or standing.id is null`,
  },
  {
    rule: 'what an order took of the stock is given back exactly if it is cancelled',
    breaches: sql`
      select 'order ' || order_id || ' is ' || status || ', its line ' || position || ' is ' || line.stock as detail
      from order_line line join shop_order on shop_order.id = order_id
      where line.stock = case status when 'cancelled' then 'taken' else 'given_back' end`,
  },
  {
    rule: 'an order of a pass has brought it, once, exactly if it is paid, and knows which',
    breaches: sql`
      select 'order ' || shop_order.id || ' is ' || status || ', brought ' || coalesce('pass ' || pass.id, 'no pass')
        || ', says ' || coalesce(shop_order.pass_id::text, 'none') as detail
      from shop_order left join pass on pass.order_id = shop_order.id
      where shop_order.pass_id is distinct from pass.id
        or (pass.id is not null) <> (fulfilment = 'pass' and paid_at is not null)
        or (pass.shop_id, pass.buyer_id, pass.price_fen)
          is distinct from (shop_order.shop_id, shop_order.buyer_id, total_fen) and pass.id is not null`,
  },
  {
    rule: 'what is taken off a pass to be paid back is asked to be paid back',
    breaches: sql`
      select 'pass ' || pass.id || ' gave ' || returned.visits || ' of ' || pass.visits || ' visits back' as detail
      from pass join pass_entry returned on pass_id = pass.id and returned.what = 'refunded'
      where not exists (
        select from refund
        where refund.order_id = pass.order_id and amount_fen = price_fen * returned.visits / pass.visits)`,
  },
  {
    rule: 'no stock is less than nothing',
    breaches: sql`select 'product ' || id || ' has ' || stock as detail from product where stock < 0`,
  },
];

/**
 * Checks everything that must be true of the money at any moment, at one point in time: the books themselves, and
 * that orders, stock, passes, and what was told agree with them. Reads every order and posting: for tests and operators.
 * @returns what is not as it must be; nothing when all is well.
 */
export async function checkAllBooks(database: Database): Promise<Violation[]> {
  return readSnapshot(database, async (tx) => [
    ...(await checkBooks(tx)),
    ...(await checkLedger(tx)),
    ...(await audit(tx, RULES)),
  ]);
}
