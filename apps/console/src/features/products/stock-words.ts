import type { Translate } from '../../lib/i18n/index.ts';

/** Says how many are left of a product; null is unlimited. */
export function stockWords(t: Translate, stock: number | null): string {
  if (stock === null) return t('catalog.products.unlimited');
  return stock === 0 ? t('catalog.products.soldOut') : t('catalog.products.left', { n: stock });
}
