import { MAX_AUDIT_ENTRIES_PER_PAGE } from '@carillon/contract';
import type { AuditEntry } from '@carillon/contract';
import type { Generated } from 'kysely';
import type { Executor } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';

interface AuditTables {
  audit_entry: {
    id: Generated<number>;
    shop_id: number;
    at: Date;
    staff_id: number;
    staff_name: string;
    action: string;
    subject_kind: string | null;
    subject_id: string | null;
    detail: unknown;
  };
}

/** What is written down of an action, once for each shop that it concerns. */
export interface NewEntry {
  readonly shopIds: readonly number[];
  readonly at: Date;
  readonly by: AuditEntry['by'];
  readonly action: string;
  readonly subject: AuditEntry['subject'];
  readonly detail: AuditEntry['detail'];
}

export interface EntrySearch {
  readonly shopId: number;
  readonly staffId?: number | undefined;
  readonly action?: string | undefined;
  readonly subject?: AuditEntry['subject'] | undefined;
  /** From the first moment to before the last. */
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  /** Only those with smaller ids. */
  readonly before?: number | undefined;
}

/** What the filter offers: more kinds of actions than this there are not. */
const MAX_ACTIONS = 100;

const tables = tablesOf<AuditTables>;

export async function insertEntries(executor: Executor, entry: NewEntry): Promise<void> {
  if (entry.shopIds.length === 0) return;
  await tables(executor)
    .insertInto('audit_entry')
    .values(
      entry.shopIds.map((shopId) => ({
        shop_id: shopId,
        at: entry.at,
        staff_id: entry.by.id,
        staff_name: entry.by.name,
        action: entry.action,
        subject_kind: entry.subject?.kind ?? null,
        subject_id: entry.subject?.id ?? null,
        detail: JSON.stringify(entry.detail),
      })),
    )
    .execute();
}

/** A page of a shop's entries, the newest first. */
export async function selectEntries(executor: Executor, search: EntrySearch): Promise<AuditEntry[]> {
  const { shopId, staffId, action, subject, from, to, before } = search;
  let query = tables(executor)
    .selectFrom('audit_entry')
    .select(['id', 'at', 'staff_id', 'staff_name', 'action', 'subject_kind', 'subject_id', 'detail'])
    .where('shop_id', '=', shopId);
  if (staffId !== undefined) query = query.where('staff_id', '=', staffId);
  if (action !== undefined) query = query.where('action', '=', action);
  if (subject) query = query.where('subject_kind', '=', subject.kind).where('subject_id', '=', subject.id);
  if (from) query = query.where('at', '>=', from);
  if (to) query = query.where('at', '<', to);
  if (before !== undefined) query = query.where('id', '<', before);
  const rows = await query.orderBy('id', 'desc').limit(MAX_AUDIT_ENTRIES_PER_PAGE).execute();
  return rows.map((row) => ({
    id: row.id,
    at: row.at.toISOString(),
    by: { id: row.staff_id, name: row.staff_name },
    action: row.action,
    subject:
      row.subject_kind === null || row.subject_id === null
        ? null
        : { kind: row.subject_kind, id: row.subject_id },
    // Written by us, in no other form.
    detail: row.detail as AuditEntry['detail'],
  }));
}

/** Every kind of action that a shop has entries of. */
export async function selectActions(executor: Executor, shopId: number): Promise<string[]> {
  const rows = await tables(executor)
    .selectFrom('audit_entry')
    .select('action')
    .distinct()
    .where('shop_id', '=', shopId)
    .orderBy('action')
    .limit(MAX_ACTIONS)
    .execute();
  return rows.map(({ action }) => action);
}
