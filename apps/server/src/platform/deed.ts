import type { AuditEntry } from '@carillon/contract';

/** Something that a staff member did for which there is no operation that is for staff alone. */
export interface Deed {
  readonly staffId: number;
  readonly action: string;
  /** The shop that it was about; left out, it is about themselves, and noted at every shop where they work. */
  readonly shopId?: number;
  readonly subject?: AuditEntry['subject'];
  readonly detail?: AuditEntry['detail'];
}

/** Writes down what somebody has done. Never rejects: it is done already. */
export type NoteDeed = (deed: Deed) => Promise<void>;
