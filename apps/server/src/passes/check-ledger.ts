import { sql } from 'kysely';
import { audit } from '../platform/audit.ts';
import type { AuditRule, Violation } from '../platform/audit.ts';
import type { Executor } from '../platform/database.ts';

/** What each entry adds to what is left of its pass. */
const ADDED = sql`case 'held' when credit then entry.visits when debit then -entry.visits else 0 end`;

/** What must be true of passes, their ledger and their visits whenever no transaction is under way. */
const RULES: readonly AuditRule[] = [
  {
    rule: 'what is left of a pass is what its entries left of it',
    breaches: sql`
      select 'pass ' || pass.id || ' has ' || left_visits || ' left, its entries ' || coalesce(sum(${ADDED}), 0)
        as detail
      from pass left join pass_entry entry on pass_id = pass.id
      group by pass.id having left_visits <> coalesce(sum(${ADDED}), 0)`,
  },
  {
    rule: 'an entry says what was left after it',
    breaches: sql`
      select 'entry ' || id || ' of pass ' || pass_id || ' says ' || left_after || ', is ' || sum as detail
      from (
        select id, pass_id, left_after, sum(${ADDED}) over (partition by pass_id order by id) from pass_entry entry
      ) as running where left_after <> sum`,
  },
  {
    rule: 'a pass begins with all its visits, as bought or as given',
    breaches: sql`
      select 'pass ' || pass.id || ' of ' || pass.visits || ' visits began with '
        || coalesce(string_agg(what || ' ' || entry.visits, ', '), 'nothing') as detail
      from pass left join pass_entry entry on pass_id = pass.id and what in ('bought', 'issued')
      group by pass.id
      having coalesce(string_agg(what || ' ' || entry.visits, ', '), '')
        <> case when order_id is null then 'issued ' else 'bought ' end || pass.visits`,
  },
  {
    rule: 'visits that stand are what is used of a pass',
    breaches: sql`
      select 'pass ' || pass.id || ' has ' || stands.count || ' visits, used ' || used.sum as detail
      from pass
        cross join lateral (
          select count(*) from pass_visit where pass_id = pass.id and undone_at is null) as stands
        cross join lateral (
          select coalesce(sum(case 'used' when credit then visits when debit then -visits else 0 end), 0) as sum
          from pass_entry where pass_id = pass.id) as used
      where stands.count <> used.sum`,
  },
  {
    rule: 'a visit is booked once on its own pass, and so is its undoing',
    breaches: sql`
      select 'visit ' || visit.id || ' of pass ' || visit.pass_id || ', showing ' || visit.showing_id || ', booked: '
        || coalesce(string_agg(what || ' on ' || entry.pass_id, ', ' order by entry.id), 'nothing') as detail
      from pass_visit visit join pass_showing showing on showing.id = showing_id
        left join pass_entry entry on visit_id = visit.id
      group by visit.id, showing.id
      having showing.pass_id <> visit.pass_id
        or coalesce(string_agg(what || ' on ' || entry.pass_id, ', ' order by entry.id), '')
          <> 'visit on ' || visit.pass_id
            || case when undone_at is null then '' else ', undone on ' || visit.pass_id end`,
  },
  {
    rule: 'a pass is frozen exactly if that was the last that was booked of it',
    breaches: sql`
      select 'pass ' || pass.id || ' is ' || case when frozen_at is null then 'not ' else '' end || 'frozen, last booked '
        || coalesce(what, 'nothing') as detail
      from pass left join lateral (
        select what from pass_entry where pass_id = pass.id and what in ('frozen', 'unfrozen')
        order by id desc limit 1) as last on true
      where (frozen_at is not null) <> coalesce(what = 'frozen', false)`,
  },
  {
    rule: 'a pass is paid back exactly if that was booked',
    breaches: sql`
      select 'pass ' || pass.id || ' was paid back ' || coalesce(refunded_at::text, 'never') as detail
      from pass left join pass_entry entry on pass_id = pass.id and what = 'refunded'
      where (refunded_at is null) <> (entry.id is null)`,
  },
];

/**
 * Checks the ledger of passes against passes and visits. Reads everything, in one query per rule.
 * @returns what is not as it must be; nothing when all is well.
 */
export async function checkLedger(executor: Executor): Promise<Violation[]> {
  return audit(executor, RULES);
}
