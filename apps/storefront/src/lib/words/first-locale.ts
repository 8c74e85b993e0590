import type { Locale } from '@carillon/buyer';

/**
 * The language of a browser that has not chosen one here: of ours the first that it asks for. One that asks for neither
 * gets English, and one that does not say gets Chinese.
 */
export function firstLocale(languages: readonly string[]): Locale {
  const wanted = languages.map((language) => language.toLowerCase().split('-')[0]);
  const known = wanted.find((language) => language === 'zh' || language === 'en');
  return known ?? (languages.length > 0 ? 'en' : 'zh');
}
