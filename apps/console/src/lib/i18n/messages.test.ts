import { describe, expect, test } from 'vitest';
import { catalogEn } from './catalog-en.ts';
import { catalogZh } from './catalog-zh.ts';
import { en } from './en.ts';
import { moneyEn } from './money-en.ts';
import { moneyZh } from './money-zh.ts';
import { ordersEn } from './orders-en.ts';
import { ordersZh } from './orders-zh.ts';
import { passesEn } from './passes-en.ts';
import { passesZh } from './passes-zh.ts';
import { peopleEn } from './people-en.ts';
import { peopleZh } from './people-zh.ts';
import { settingsEn } from './settings-en.ts';
import { settingsZh } from './settings-zh.ts';
import { zh } from './zh.ts';

/** The words of some pages come later than the others. */
const all = {
  zh: {
    ...{ ...zh, catalog: catalogZh, money: moneyZh, orders: ordersZh, passes: passesZh },
    ...{ people: peopleZh, settings: settingsZh },
  },
  en: {
    ...{ ...en, catalog: catalogEn, money: moneyEn, orders: ordersEn, passes: passesEn },
    ...{ people: peopleEn, settings: settingsEn },
  },
};

function leaves(messages: object, path = ''): [string, string][] {
  return Object.entries(messages).flatMap(([key, value]) => {
    const here = `${path}.${key}`;
    return typeof value === 'object'
      ? leaves(value as object, here)
      : [[here, String(value)] as [string, string]];
  });
}

const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();

describe('Chinese and English', () => {
  const english = new Map(leaves(all.en));

  test('have the same keys', () => {
    expect([...english.keys()]).toEqual(leaves(all.zh).map(([key]) => key));
  });

  test('fill the same places in each sentence', () => {
    const differing = leaves(all.zh).filter(
      ([key, text]) => placeholders(english.get(key) ?? '').join() !== placeholders(text).join(),
    );
    expect(differing).toEqual([]);
  });

  test('stay calm', () => {
    expect([...leaves(all.zh), ...leaves(all.en)].filter(([, text]) => /[!！]|oops/i.test(text))).toEqual([]);
  });
});
