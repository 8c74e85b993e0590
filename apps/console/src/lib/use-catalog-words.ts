import { useI18n } from 'vue-i18n';
import { catalogEn } from './i18n/catalog-en.ts';
import { catalogZh } from './i18n/catalog-zh.ts';

/** Adds the words of products and tables to those of the console: they come with these pages, not before. */
export function useCatalogWords(): void {
  const words = useI18n({ useScope: 'global' });
  words.mergeLocaleMessage('zh', { catalog: catalogZh });
  words.mergeLocaleMessage('en', { catalog: catalogEn });
}
