import { createI18n } from 'vue-i18n';
import { deviceMemory } from '../memory.ts';
import { firstLocale } from './first-locale.ts';
import { en } from './en.ts';
import { zh } from './zh.ts';

export type Locale = 'zh' | 'en';

/** The function that turns a key and its values into words. */
export type Translate = (key: string, values?: Record<string, unknown>) => string;

/** Makes the console's words. */
export function createWords(locale: Locale) {
  const words = createI18n({ legacy: false, locale, fallbackLocale: 'zh', messages: { zh, en } });
  showLanguage(locale);
  return words;
}

/** Tells the document which language it speaks, and remembers it on this device. */
export function rememberLocale(locale: Locale): void {
  deviceMemory.write('locale', locale);
  showLanguage(locale);
}

/** The language chosen before on this device, else the one that its browser asks for. */
export function chooseLocale(languages: readonly string[]): Locale {
  const chosen = deviceMemory.read('locale');
  return chosen === 'zh' || chosen === 'en' ? chosen : firstLocale(languages);
}

function showLanguage(locale: Locale): void {
  document.documentElement.lang = locale === 'zh' ? 'zh-CN' : 'en';
}
