import type { Pass, PassKind } from '@carillon/contract';
import { dayText } from '../time-text.ts';
import type { Locale, Translate } from '../translate.ts';

/** What one visit of a kind comes to, in whole fen, rounded. */
export function visitPriceFen({ priceFen, visits }: Pick<PassKind, 'priceFen' | 'visits'>): number {
  return Math.round(priceFen / visits);
}

/** Says for how long a kind is good, and what becomes of what is left of it. */
export function kindTerms(t: Translate, { validDays, refundable }: PassKind): string[] {
  return [
    validDays === null ? t('passes.forEver') : t('passes.forDays', { days: validDays }),
    t(refundable ? 'passes.refundable' : 'passes.notRefundable'),
  ];
}

/** Says until when a pass is good. */
export function validUntil(t: Translate, { expiresAt }: Pick<Pass, 'expiresAt'>, locale: Locale): string {
  return expiresAt === null ? t('passes.forEver') : t('passes.until', { time: dayText(expiresAt, locale) });
}
