import {
  MAX_PASSES_PER_BUYER,
  MAX_PASS_PRICE_FEN,
  MAX_PASS_VALID_DAYS,
  MAX_PASS_VISITS,
} from '@carillon/contract';
import type { SavePassKind, StaffPassKind } from '@carillon/contract';
import { parseYuan } from '../../lib/parse-yuan.ts';

/** A kind of pass as its form has it: what is typed, right or not. */
export interface KindDraft {
  name: string;
  price: string;
  visits: string;
  /** Empty: for ever. */
  validDays: string;
  /** Empty: no limit of its own. */
  maxPerBuyer: string;
  terms: string;
  refundable: boolean;
  onSale: boolean;
}

/** The fields that can be wrong, as they stand in the form, with the most that each takes. */
export const LIMITS = {
  name: undefined,
  price: MAX_PASS_PRICE_FEN / 100,
  visits: MAX_PASS_VISITS,
  validDays: MAX_PASS_VALID_DAYS,
  maxPerBuyer: MAX_PASSES_PER_BUYER,
} as const;
export type KindField = keyof typeof LIMITS;

/** What a form begins with: a kind, or a new one on sale. */
export function draftOf(kind: StaffPassKind | undefined): KindDraft {
  const { name = '', terms = '', refundable = true, onSale = true } = kind ?? {};
  const number = (value: number | null | undefined): string => (value == null ? '' : String(value));
  return {
    ...{ name, terms, refundable, onSale },
    price: kind ? yuan(kind.priceFen) : '',
    visits: number(kind?.visits),
    validDays: number(kind?.validDays),
    maxPerBuyer: number(kind?.maxPerBuyer),
  };
}

/** The first field that is wrong; undefined when the draft can be saved. */
export function problemOf(draft: KindDraft): KindField | undefined {
  if (draft.name.trim() === '') return 'name';
  const priceFen = parseYuan(draft.price);
  if (priceFen === undefined || priceFen < 1 || priceFen > MAX_PASS_PRICE_FEN) return 'price';
  if (draft.visits.trim() === '' || count(draft.visits, MAX_PASS_VISITS) === undefined) return 'visits';
  if (count(draft.validDays, MAX_PASS_VALID_DAYS) === undefined) return 'validDays';
  return count(draft.maxPerBuyer, MAX_PASSES_PER_BUYER) === undefined ? 'maxPerBuyer' : undefined;
}

/** What is sent for a draft without a problem. */
export function fieldsOf(draft: KindDraft): SavePassKind {
  return {
    name: draft.name.trim(),
    terms: draft.terms.trim(),
    priceFen: parseYuan(draft.price) ?? 0,
    visits: count(draft.visits, MAX_PASS_VISITS) ?? 0,
    validDays: count(draft.validDays, MAX_PASS_VALID_DAYS) ?? null,
    maxPerBuyer: count(draft.maxPerBuyer, MAX_PASSES_PER_BUYER) ?? null,
    refundable: draft.refundable,
    onSale: draft.onSale,
  };
}

/** A whole number from 1 to the most by what is typed: null for nothing, undefined when it is none. */
function count(text: string, max: number): number | null | undefined {
  const typed = text.trim();
  if (typed === '') return null;
  const value = /^\d{1,6}$/.test(typed) ? Number(typed) : 0;
  return value >= 1 && value <= max ? value : undefined;
}

function yuan(fen: number): string {
  return fen % 100 === 0 ? String(fen / 100) : (fen / 100).toFixed(2);
}
