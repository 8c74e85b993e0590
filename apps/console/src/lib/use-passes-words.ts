import { useI18n } from 'vue-i18n';
import { passesEn } from './i18n/passes-en.ts';
import { passesZh } from './i18n/passes-zh.ts';

/** Adds the words of the pages of passes to those of the console: they come with these pages, not before. */
export function usePassesWords(): void {
  const words = useI18n({ useScope: 'global' });
  words.mergeLocaleMessage('zh', { passes: passesZh });
  words.mergeLocaleMessage('en', { passes: passesEn });
}
