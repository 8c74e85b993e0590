import { createI18n } from 'vue-i18n';
import type { Locale } from '@carillon/buyer';
import { recall } from '../memory.ts';
import { firstLocale } from './first-locale.ts';
import { zh } from './zh.ts';
import type { Words } from './zh.ts';

/**
 * Makes the pages' words: in the language chosen before in this browser, else in the one that it asks for.
 * English is loaded when it is first spoken.
 * @param languages those that the browser asks for, the dearest first
 */
export async function createWords(languages: readonly string[]) {
  const messages: Record<string, Words> = { zh };
  const words = createI18n({ legacy: false, locale: 'zh', fallbackLocale: 'zh', messages });
  const locale = recall('locale') ?? firstLocale(languages);
  if (locale === 'en') await speak(words.global, 'en').catch(() => undefined);
  return words;
}

interface Speaker {
  locale: { value: string };
  setLocaleMessage: (locale: Locale, words: Words) => void;
}

/** Speaks a language from now on, on the page and to screen readers. */
export async function speak(speaker: Speaker, locale: Locale): Promise<void> {
  if (locale === 'en') {
    const { en } = await import('./en.ts');
    speaker.setLocaleMessage('en', en);
  }
  speaker.locale.value = locale;
  document.documentElement.lang = locale === 'zh' ? 'zh-CN' : 'en';
}
