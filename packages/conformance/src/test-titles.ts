import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

const packages = path.resolve(import.meta.dirname, '../..');

/** The title of a test, or of the cases of a `test.each`, with all that stands before its first comma. */
const TITLE = /(?:\btest|\]\)|\]\s*as [^()]*\))\(\s*(?:'((?:[^'\\]|\\.)*)'|`([^`]*)`)/g;

/** The titles of the tests in files of this repository's packages, e.g. of `messaging/src/session/stomp-*.test.ts`. */
export function testTitles(pattern: string): string[] {
  const files = globSync(pattern, { cwd: packages, exclude: ['**/node_modules/**'] }).sort();
  return files.flatMap((file) => titlesIn(readFileSync(path.join(packages, file), 'utf8')));
}

/** Lines that are a comment, and comments of several lines: a test in there is none. */
const COMMENT = /^\s*(?:\/\/.*|\/\*[\s\S]*?\*\/)$/gm;

/** The titles of the tests in a source text. */
export function titlesIn(source: string): string[] {
  return [...source.replace(COMMENT, '').matchAll(TITLE)].map(
    ([, quoted = '', template = '']) => quoted || template,
  );
}
