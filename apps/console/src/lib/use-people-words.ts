import { useI18n } from 'vue-i18n';
import { peopleEn } from './i18n/people-en.ts';
import { peopleZh } from './i18n/people-zh.ts';

/** Adds the words of the pages of people to those of the console: they come with these pages, not before. */
export function usePeopleWords(): void {
  const words = useI18n({ useScope: 'global' });
  words.mergeLocaleMessage('zh', { people: peopleZh });
  words.mergeLocaleMessage('en', { people: peopleEn });
}
