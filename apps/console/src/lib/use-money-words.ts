import { useI18n } from 'vue-i18n';
import { moneyEn } from './i18n/money-en.ts';
import { moneyZh } from './i18n/money-zh.ts';

/** Adds the words of the pages of money to those of the console: they come with these pages, not before. */
export function useMoneyWords(): void {
  const words = useI18n({ useScope: 'global' });
  words.mergeLocaleMessage('zh', { money: moneyZh });
  words.mergeLocaleMessage('en', { money: moneyEn });
}
