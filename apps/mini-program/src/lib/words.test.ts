import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { en } from './words/en.ts';
import { zh } from './words/zh.ts';
import { wordsOf } from './words.ts';

const source = path.join(import.meta.dirname, '..');
const scripts = globSync('**/*.ts', { cwd: source, exclude: ['**/*.test.ts', '**/words/**', 'testing/**'] })
  .map((file) => readFileSync(path.join(source, file), 'utf8'))
  .join('\n');

function keysOf(words: object, prefix = ''): string[] {
  return Object.entries(words).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'string' ? [prefix + name] : keysOf(value as object, `${prefix}${name}.`),
  );
}

test.each(['zh', 'en'] as const)('every key that a page asks for is said in %s', (locale) => {
  const t = wordsOf(locale);
  const asked = [...scripts.matchAll(/\bt\(\s*'([\w.-]+)'/g)].map(([, key = '']) => key);
  expect(asked.length).toBeGreaterThan(50);
  expect(asked.filter((key) => t(key) === key)).toEqual([]);
});

test('what only the mini program says is said in both languages, and asked for', () => {
  expect(keysOf(en)).toEqual(keysOf(zh));
  expect(keysOf(zh).filter((key) => !scripts.includes(`'${key}'`))).toEqual([]);
});

test('values stand in their places', () => {
  expect(wordsOf('zh')('order.pay', { total: '¥12.50' })).toBe('微信支付 ¥12.50');
});
