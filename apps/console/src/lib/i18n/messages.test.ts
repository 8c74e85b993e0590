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

  test.each(leaves(zh))('fill the same places in %s', (key, text) => {
    expect(placeholders(english.get(key) ?? '')).toEqual(placeholders(text));
  });

  test.each([...leaves(zh), ...leaves(en)])('stay calm in %s', (_, text) => {
    expect(text).not.toMatch(/[!！]|oops/i);
  });
});
