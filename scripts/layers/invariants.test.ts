import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { root } from './imports.ts';

/** An invariant of ARCHITECTURE.md ends with its test: the file and the title, or the start of it. */
const INVARIANT = /^(\d+)\. .*?\n {3,4}`([^`]+)` “([^”]+)”$/gms;

const text = readFileSync(path.join(root, 'ARCHITECTURE.md'), 'utf8');
const section = text.slice(text.indexOf('## Invariants'), text.indexOf('## Where we left the design'));
const invariants = [...section.matchAll(INVARIANT)].map(([, number = '', file = '', title = '']) => ({
  number: Number(number),
  file,
  title,
}));

test('the invariants of ARCHITECTURE.md are numbered from 1 without holes', () => {
  const numbered = section.match(/^\d+\. /gm) ?? [];
  expect(invariants.map(({ number }) => number)).toEqual(numbered.map((_, index) => index + 1));
});

test.each(invariants)('invariant $number names a test that exists: $title', ({ file, title }) => {
  expect(readFileSync(path.join(root, file), 'utf8')).toContain(title);
});
