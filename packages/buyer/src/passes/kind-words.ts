import type { Pass, PassKind } from '@carillon/contract';
import { dateText } from '../time-text.ts';
import type { Locale, Translate } from '../translate.ts';

/** What one visit of a kind comes to, in whole fen, rounded. */
export function visitPriceFen({ priceFen, visits }: Pick<PassKind, 'priceFen' | 'visits'>): number {
  return Math.round(priceFen / visits);
}

/** Says for how long a kind is good, and what becomes of what is left of it. */
export function kindTerms(t: Translate, { validDays, refundable }: PassKind): string[] {
  return [
    validDays === null ? t('passes.forEver') : forWords(t, validDays),
    t(refundable ? 'passes.refundable' : 'passes.notRefundable'),
  ];
}

/** Says until when a pass is good. */
export function validUntil(t: Translate, { expiresAt }: Pick<Pass, 'expiresAt'>, locale: Locale): string {
  return expiresAt === null ? t('passes.forEver') : t('passes.until', { day: dateText(expiresAt, locale) });
}

/** Whole years as years, with a day more for each that leaps. */
function forWords(t: Translate, days: number): string {
  const years = Math.floor(days / 365);
  const isWhole = years > 0 && days - years * 365 <= Math.ceil(years / 4);
  return isWhole ? t('passes.forYears', { years }) : t('passes.forDays', { days });
}
