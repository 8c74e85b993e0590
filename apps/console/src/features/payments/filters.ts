import type { PaymentsQuery } from '@carillon/contract';
import { isDay } from '../../lib/china-day.ts';

/** What the list of payments is asked for: as the address of the page has it, so that it outlives a reload. */
export interface Filters {
  readonly search: string;
  readonly only: 'all' | 'refunded' | 'failed';
  /** Days in China; empty: no bound. */
  readonly from: string;
  readonly to: string;
}

export const noFilters: Filters = { search: '', only: 'all', from: '', to: '' };

/** The longest search that the server takes. */
export const MAX_SEARCH_LENGTH = 64;

/** Reads the filters from an address; what makes no sense there is left out. */
export function readFilters(query: Readonly<Record<string, unknown>>): Filters {
  const { search, only, from, to } = query;
  return {
    search: typeof search === 'string' ? search.trim().slice(0, MAX_SEARCH_LENGTH) : '',
    only: only === 'refunded' || only === 'failed' ? only : 'all',
    from: isDay(from) ? from : '',
    to: isDay(to) ? to : '',
  };
}

/** Writes the filters for an address, and for the server: only those that leave something out. */
export function writeFilters({ search, only, from, to }: Filters): PaymentsQuery {
  return {
    ...(search && { search }),
    ...(only !== 'all' && { only }),
    ...(from && { from }),
    ...(to && { to }),
  };
}
