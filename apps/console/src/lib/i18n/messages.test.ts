import { describe, expect, test } from 'vitest';
import { en } from './en.ts';
import { zh } from './zh.ts';

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
  const english = new Map(leaves(en));

  test('have the same keys', () => {
    expect([...english.keys()]).toEqual(leaves(zh).map(([key]) => key));
  });

  test('fill the same places in each sentence', () => {
    const differing = leaves(zh).filter(
      ([key, text]) => placeholders(english.get(key) ?? '').join() !== placeholders(text).join(),
    );
    expect(differing).toEqual([]);
  });

  test('stay calm', () => {
    expect([...leaves(zh), ...leaves(en)].filter(([, text]) => /[!！]|oops/i.test(text))).toEqual([]);
  });
});
