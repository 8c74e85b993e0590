import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import type { Executor } from './database.ts';

/** Something that must be so at every moment, and the query that finds where it is not. */
export interface AuditRule {
  /** The rule, as a sentence. */
  readonly rule: string;
  /** Selects one `detail` per breach. */
  readonly breaches: RawBuilder<{ detail: string }>;
}

export interface Violation {
  readonly rule: string;
  /** Which rows, and what is wrong with them. */
  readonly detail: string;
}

/** More of one kind tell nothing new. */
const MAX_VIOLATIONS_PER_RULE = 20;

/** Looks for breaches of rules, all at one moment, in one statement. */
export async function audit(executor: Executor, rules: readonly AuditRule[]): Promise<Violation[]> {
  const limited = rules.map(
    ({ rule, breaches }) => sql<Violation>`
      (select ${rule}::text as rule, detail from (${breaches}) as breach limit ${sql.lit(MAX_VIOLATIONS_PER_RULE)})`,
  );
  const { rows } = await sql<Violation>`${sql.join(limited, sql` union all `)}`.execute(executor);
  return rows;
}
