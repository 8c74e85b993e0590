import { MAX_ORDER_SEARCH_LENGTH } from '@carillon/contract';
import type { Fulfilment, OrderSearchQuery } from '@carillon/contract';
import { isDay } from '../../lib/china-day.ts';
import { parseYuan } from '../../lib/parse-yuan.ts';

export const KINDS = [
  'all',
  'waiting',
  'making',
  'leaving',
  'completed',
  'cancelled',
  'refunded',
  'unpaid',
] as const;
export const FULFILMENTS = ['all', 'table', 'pickup', 'delivery', 'pass'] as const;

/** What the list of orders is asked for: as the address of the page has it, so that it outlives a reload. */
export interface OrderFilters {
  readonly search: string;
  readonly only: (typeof KINDS)[number];
  readonly fulfilment: Fulfilment | 'all';
  /** Days in China; empty: no bound. */
  readonly from: string;
  readonly to: string;
  /** Yuan as they were typed; empty: no bound. */
  readonly min: string;
  readonly max: string;
}

export const noFilters: OrderFilters = {
  ...{ search: '', only: 'all', fulfilment: 'all', from: '', to: '', min: '', max: '' },
};

/** Reads the filters from an address; what makes no sense there is left out. */
export function readFilters(query: Readonly<Record<string, unknown>>): OrderFilters {
  const { search, from, to, min, max } = query;
  return {
    search: typeof search === 'string' ? search.trim().slice(0, MAX_ORDER_SEARCH_LENGTH) : '',
    only: KINDS.find((kind) => kind === query.only) ?? 'all',
    fulfilment: FULFILMENTS.find((one) => one === query.fulfilment) ?? 'all',
    from: isDay(from) ? from : '',
    to: isDay(to) ? to : '',
    min: isAmount(min) ? min : '',
    max: isAmount(max) ? max : '',
  };
}

/** Writes the filters for an address: only those that leave something out. */
export function writeFilters(filters: OrderFilters): Partial<Record<keyof OrderFilters, string>> {
  return Object.fromEntries(
    Object.entries(filters).filter(([, value]: [string, string]) => value !== '' && value !== 'all'),
  );
}

/** Writes the filters for the server. */
export function toQuery({ min, max, ...filters }: OrderFilters): OrderSearchQuery {
  const [minFen, maxFen] = [parseYuan(min), parseYuan(max)];
  return {
    ...writeFilters({ ...filters, min: '', max: '' }),
    ...(minFen !== undefined && { minFen }),
    ...(maxFen !== undefined && { maxFen }),
  } as OrderSearchQuery;
}

function isAmount(text: unknown): text is string {
  return typeof text === 'string' && parseYuan(text) !== undefined;
}
