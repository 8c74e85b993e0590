import type { AuditQuery } from '@carillon/contract';
import { isDay } from '../../lib/china-day.ts';

/** What the audit log is asked for, as the address of the page has it. Empty: no bound. */
export interface AuditFilters {
  readonly staff: string;
  readonly action: string;
  readonly subject: string;
  readonly from: string;
  readonly to: string;
}

export const noFilters: AuditFilters = { staff: '', action: '', subject: '', from: '', to: '' };

/** Reads the filters from an address; what makes no sense there is left out. */
export function readFilters(query: Readonly<Record<string, unknown>>): AuditFilters {
  const { staff, action, subject, from, to } = query;
  return {
    staff: fits(staff, /^[1-9]\d{0,14}$/),
    action: fits(action, /^\w{1,64}$/),
    subject: fits(subject, /^\w{1,32}:[\w-]{1,64}$/),
    from: isDay(from) ? from : '',
    to: isDay(to) ? to : '',
  };
}

/** Writes the filters for an address: only those that leave something out. */
export function writeFilters(filters: AuditFilters): Partial<Record<keyof AuditFilters, string>> {
  return Object.fromEntries(Object.entries(filters).filter(([, value]: [string, string]) => value !== ''));
}

/** Writes the filters for the server. */
export function toQuery({ staff, ...others }: AuditFilters): AuditQuery {
  return {
    ...writeFilters({ ...others, staff: '' }),
    ...(staff !== '' && { staffId: Number(staff) }),
  };
}

function fits(value: unknown, form: RegExp): string {
  return typeof value === 'string' && form.test(value) ? value : '';
}
