import { sql } from 'kysely';
import { audit } from '../platform/audit.ts';
import type { AuditRule, Violation } from '../platform/audit.ts';
import type { Executor } from '../platform/database.ts';

/** What each trade's money was posted to, less what was posted from it, by account. */
const BALANCES = sql`
  select trade_id, account, sum(fen)::bigint as fen from (
    select trade_id, credit as account, amount_fen as fen from money_posting
    union all select trade_id, debit, -amount_fen from money_posting
  ) as entry group by trade_id, account`;

/** What must be true of trades, refunds and postings whenever no transaction is under way. */
const RULES: readonly AuditRule[] = [
  {
    rule: 'a trade is posted as paid once, with its amount, exactly if it is paid',
    breaches: sql`
      select 'trade ' || trade.id || ' is ' || state || ', posted ' || coalesce(sum(posting.amount_fen), 0)
        || ' of ' || trade.amount_fen as detail
      from trade left join money_posting posting on posting.trade_id = trade.id and posting.kind = 'payment'
        and debit = 'wechat' and credit in ('orders', 'unclaimed')
      group by trade.id
      having coalesce(sum(posting.amount_fen), 0) <> case when state = 'paid' then trade.amount_fen else 0 end`,
  },
  {
    rule: 'a refund is posted as asked for once, and as what became of it',
    breaches: sql`
      select 'refund ' || refund.id || ' is ' || state || ', posted: '
        || coalesce(string_agg(posting.kind, ', ' order by posting.id), 'nothing') as detail
      from refund left join money_posting posting on posting.refund_id = refund.id
        and posting.amount_fen = refund.amount_fen and posting.trade_id = refund.trade_id
      group by refund.id
      having coalesce(string_agg(posting.kind, ', ' order by posting.id), '') !~ case state
        when 'succeeded' then '^refund_asked, refund_succeeded$'
        when 'closed' then '^refund_asked, refund_closed$'
        when 'by_hand' then '^refund_asked, (refund_closed, )?refund_by_hand$'
        else '^refund_asked$' end`,
  },
  {
    rule: 'a refund whose place another one took gave nothing itself',
    breaches: sql`
      select 'refund ' || refund.id || ' is ' || refund.state || ', refund ' || later.id || ' took its place' as detail
      from refund join refund later on later.replaces_id = refund.id where refund.state <> 'closed'`,
  },
  {
    rule: 'a refund is of its trade’s order',
    breaches: sql`
      select 'refund ' || refund.id || ' is of order ' || refund.order_id || ', its trade of ' || trade.order_id
        as detail
      from refund join trade on trade.id = trade_id where refund.order_id <> trade.order_id`,
  },
  {
    rule: 'only a refund that WeChat was asked for, and did not take on, is refused',
    breaches: sql`
      select 'refund ' || id || ' is ' || state || ' and refused' as detail
      from refund where refused and state <> 'asking'`,
  },
  {
    rule: 'a refund takes its money from where its trade’s payment put it',
    breaches: sql`
      select 'posting ' || asked.id || ' takes from ' || asked.debit || ', paid to ' || paid.credit as detail
      from money_posting asked join money_posting paid on paid.trade_id = asked.trade_id and paid.kind = 'payment'
      where asked.kind = 'refund_asked' and asked.debit <> paid.credit`,
  },
  {
    rule: 'a trade knows how much of it was asked to be given back',
    breaches: sql`
      select 'trade ' || trade.id || ' says ' || refunded_fen || ', its refunds '
        || coalesce(sum(refund.amount_fen), 0) as detail
      from trade left join refund on refund.trade_id = trade.id and refund.state <> 'closed'
      group by trade.id having refunded_fen <> coalesce(sum(refund.amount_fen), 0)`,
  },
  {
    rule: 'no account holds less than nothing of a trade',
    breaches: sql`
      select 'trade ' || trade_id || ' has ' || fen || ' in ' || account as detail
      from (${BALANCES}) as balance where account <> 'wechat' and fen < 0`,
  },
  {
    rule: 'money in is money out and money held',
    breaches: sql`
      select paid.fen || ' came, ' || gone.fen || ' went, ' || held.fen || ' is held' as detail
      from (select coalesce(sum(amount_fen), 0)::bigint as fen from trade where state = 'paid') as paid,
        (select coalesce(sum(amount_fen), 0)::bigint as fen from refund where state in ('succeeded', 'by_hand'))
          as gone,
        (select coalesce(sum(fen), 0)::bigint as fen from (${BALANCES}) as balance
          where account in ('orders', 'unclaimed', 'refunds')) as held
      where paid.fen <> gone.fen + held.fen`,
  },
  {
    rule: 'what came for nothing is on its way back, or somebody is told that it is not',
    breaches: sql`
      select 'trade ' || trade_id || ' keeps ' || fen as detail
      from (${BALANCES}) as balance
      where account = 'unclaimed' and fen > coalesce((
        select sum(amount_fen) from refund closed where closed.trade_id = balance.trade_id and state = 'closed'
          and not exists (select from refund later where later.replaces_id = closed.id)), 0)`,
  },
  {
    rule: 'WeChat was asked for no more refunds of a trade than it takes',
    breaches: sql`
      select 'trade ' || trade_id || ' has ' || count(*) as detail
      from refund where state not in ('closed', 'by_hand') or attempted_at is not null
      group by trade_id having count(*) > 50`,
  },
];

/**
 * Checks the books of the money: postings against trades and refunds, sums against sums. Reads everything, in one
 * query per rule.
 * @returns what is not as it must be; nothing when all is well.
 */
export async function checkBooks(executor: Executor): Promise<Violation[]> {
  return audit(executor, RULES);
}
