import { expect, test } from 'vitest';
import { firstLocale } from './first-locale.ts';

test.each([
  [['zh-CN', 'en'], 'zh'],
  [['en-GB', 'zh-CN'], 'en'],
  [['zh-Hant-TW'], 'zh'],
  [['fr', 'zh'], 'zh'],
  [['fr-FR', 'de'], 'en'],
  [[], 'zh'],
])('a browser that asks for %j is spoken to in %s', (languages, locale) => {
  expect(firstLocale(languages)).toBe(locale);
});
