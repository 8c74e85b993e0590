import { describe, expect, test } from 'vitest';
import { en } from './en.ts';
import { zh } from './zh.ts';

const sources = Object.entries(
  import.meta.glob<string>(['../../**/*.{ts,vue}', '/packages/buyer/src/**/*.ts'], {
    ...{ query: '?raw', import: 'default', eager: true },
  }),
).filter(([file]) => !file.includes('/words/') && !file.endsWith('.test.ts'));

function flatten(words: object, prefix = ''): [key: string, text: string][] {
  return Object.entries(words).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'string'
      ? [[prefix + name, value] as const]
      : flatten(value as object, `${prefix}${name}.`),
  );
}

const chinese = new Map(flatten(zh));
const english = new Map(flatten(en));

describe('the words', () => {
  test('are the same in both languages, with the same values in them', () => {
    const valuesOf = (text: string | undefined) => [...(text ?? '').matchAll(/\{\w+\}/g)].map(String).sort();
    const keys = [...chinese.keys()];
    expect(keys.filter((key) => english.has(key))).toEqual(keys);
    expect(
      keys.filter((key) => String(valuesOf(chinese.get(key))) !== String(valuesOf(english.get(key)))),
    ).toEqual([]);
  });

  test('shout in neither language', () => {
    expect([...chinese.values(), ...english.values()].filter((text) => /[!！]/.test(text))).toEqual([]);
  });

  test('exist for every key that a page asks for', () => {
    const asked = sources.flatMap(([file, text]) =>
      [...text.matchAll(/\bt\(\s*'([\w.-]+)'/g)].map(([, key = '']) => ({ file, key })),
    );
    expect(asked.length).toBeGreaterThan(20);
    expect(asked.filter(({ key }) => !chinese.has(key))).toEqual([]);
  });

  test('are all asked for by some page', () => {
    const everything = sources.map(([, text]) => text).join('\n');
    const isAsked = (key: string) => everything.includes(`'${key}'`) || isAskedByGroup(everything, key);
    expect([...chinese.keys()].filter((key) => !isAsked(key))).toEqual([]);
  });
});

/** Whether the key belongs to a group that a page picks from: `errors.${code}`. */
function isAskedByGroup(sources: string, key: string): boolean {
  const parts = key.split('.');
  return parts.some(
    (_, length) => length > 0 && sources.includes(`\`${parts.slice(0, length).join('.')}.\${`),
  );
}
