import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../core/limits.ts';
import { DEFAULT_HANDLING } from '../handling/handling-options.ts';

const guide = readFileSync(new URL('../../../../docs/spring.md', import.meta.url), 'utf8');

/** What the guide says stands under this option, which may be the name of a page too. */
function named(option: string): string[] {
  const pattern = new RegExp(String.raw`\b${option}\.(?!md\b)(\w+)`, 'g');
  return Array.from(guide.matchAll(pattern), ([, name = '']) => name);
}

test.each([
  ['limits', DEFAULT_LIMITS],
  ['handlers', DEFAULT_HANDLING],
])('the guide for people who know Spring names only %s that there are', (option, defaults) => {
  expect(named(option)).not.toEqual([]);
  for (const name of named(option)) expect(defaults).toHaveProperty(name);
});
