import type { Locale, Translate } from '@carillon/buyer';
import { en as sharedEn } from '@carillon/buyer/en';
import { zh as sharedZh } from '@carillon/buyer';
import { en } from './words/en.ts';
import { zh } from './words/zh.ts';

interface Tree {
  readonly [name: string]: Tree | string;
}

/** What the mini program says itself comes before what all of a buyer's pages say. */
const WORDS: Readonly<Record<Locale, readonly Tree[]>> = { zh: [zh, sharedZh], en: [en, sharedEn] };

/** Makes what turns a key and its values into words; a key that nobody wrote words for is said as it is. */
export function wordsOf(locale: Locale): Translate {
  return (key, values = {}) => {
    const found = WORDS[locale].map((words) => find(words, key)).find((text) => text !== undefined);
    return (found ?? key).replace(/\{(\w+)\}/g, (_, name: string) => textOf(values[name]));
  };
}

function find(words: Tree, key: string): string | undefined {
  let at: Tree | string | undefined = words;
  for (const name of key.split('.')) at = typeof at === 'object' ? at[name] : undefined;
  return typeof at === 'string' ? at : undefined;
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
