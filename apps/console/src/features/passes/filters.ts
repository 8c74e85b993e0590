import type { PassSearchQuery } from '@carillon/contract';

export const KINDS = ['all', 'active', 'used_up', 'expired', 'frozen', 'refunded'] as const;
/** The longest search that the server takes. */
export const MAX_SEARCH_LENGTH = 40;

/** What the list of passes is asked for: as the address of the page has it, so that it outlives a reload. */
export interface PassFilters {
  readonly search: string;
  readonly only: (typeof KINDS)[number];
}

export const noFilters: PassFilters = { search: '', only: 'all' };

/** Reads the filters from an address; what makes no sense there is left out. */
export function readFilters({ search, only }: Readonly<Record<string, unknown>>): PassFilters {
  return {
    search: typeof search === 'string' ? search.trim().slice(0, MAX_SEARCH_LENGTH) : '',
    only: KINDS.find((kind) => kind === only) ?? 'all',
  };
}

/** Writes the filters for an address, and for the server: only those that leave something out. */
export function writeFilters({ search, only }: PassFilters): PassSearchQuery {
  return { ...(search && { search }), ...(only !== 'all' && { only }) };
}
