import { glob, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildMiniProgram } from './build-mini-program.ts';

const SERVER = 'https://shop.example';
const MAX_BYTES = 500_000;

let outDir: string;
/** Scripts, markup and the rest, by their paths. */
let files: Map<string, string>;

beforeAll(async () => {
  outDir = await mkdtemp(path.join(tmpdir(), 'carillon-mini-program-'));
  await buildMiniProgram({ outDir, serverUrl: `${SERVER}/`, templateIds: ['t1'] });
  files = new Map();
  for await (const file of glob('**/*.*', { cwd: outDir })) {
    files.set(file, await readFile(path.join(outDir, file), 'utf8'));
  }
});

afterAll(() => rm(outDir, { recursive: true }));

const read = (file: string) => files.get(file) ?? '';
const scripts = () => [...files].filter(([file]) => file.endsWith('.js'));

/** Which scripts hold what, and what of it. */
function found(pattern: RegExp): string[] {
  return scripts().flatMap(([file, text]) =>
    [...text.matchAll(pattern)].map(([match]) => `${file}: ${match}`),
  );
}

describe('the built mini program', () => {
  test('has the four files of each of its pages', () => {
    const { pages } = JSON.parse(read('app.json')) as { pages: string[] };
    const needed = pages.flatMap((page) => ['js', 'json', 'wxml', 'wxss'].map((end) => `${page}.${end}`));
    expect(needed.filter((file) => !files.has(file))).toEqual([]);
    expect(pages.length).toBeGreaterThan(0);
  });

  test(`weighs less than ${MAX_BYTES} bytes in all`, async () => {
    const sizes = await Promise.all([...files.keys()].map((file) => stat(path.join(outDir, file))));
    expect(sizes.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(MAX_BYTES);
  });

  test('makes no code of text, which WeChat refuses', () => {
    expect(found(/\beval\s*\(|new Function\b|\bFunction\s*\(/g)).toEqual([]);
    expect(found(/set(?:Timeout|Interval)\(\s*["'`]/g)).toEqual([]);
  });

  test('goes to the declared server alone', () => {
    // Not an address that anything goes to: the name of SVG.
    const names = ['http://www.w3.org/2000/svg'];
    const addresses = scripts().flatMap(([, text]) => [
      ...text.matchAll(/\b(?:https?|wss?):\/\/[^"'`\s)]+/g),
    ]);
    expect(new Set(addresses.map(String).filter((address) => !names.includes(address)))).toEqual(
      new Set([SERVER]),
    );
    expect(
      [...files].filter(([file, text]) => /\.(?:wxml|wxss)$/.test(file) && /https?:/.test(text)),
    ).toEqual([]);
  });

  test('asks for nothing that phones of mini programs have not', () => {
    const web =
      /(?<![.\w])(?:window|document|navigator|location|localStorage|fetch|XMLHttpRequest|AbortController|AbortSignal|URLSearchParams|Intl|structuredClone|Buffer|atob|btoa|new URL)\b(?!:)/g;
    expect(found(web)).toEqual([]);
    // Where one may be there, it is asked after first.
    expect(found(/(?<!typeof )\bprocess\.(?:env|nextTick)/g)).toEqual([]);
    expect(found(/\brequire\(["'`](?!\.\.?\/)[^"'`]*/g)).toEqual([]);
  });

  test('needs no language that its phones do not speak', () => {
    const later = /\.(?:at|replaceAll|withResolvers|toSorted|findLast|groupBy|toReversed)\(|\?\?=|\|\|=|&&=/g;
    expect(found(later)).toEqual([]);
    expect(found(/import\(|import\.meta|#[a-z]\w*\s*[;=(]/g)).toEqual([]);
  });

  test('shares one line, one cart and one login among its pages', () => {
    const makers = scripts().filter(([, text]) => text.includes('connectSocket('));
    expect(makers).toHaveLength(1);
  });

  test('has the colours of all pages, for light and for dark', () => {
    expect(read('app.wxss')).toContain('--bronze: #8a5a24');
    expect(read('app.wxss')).toContain('prefers-color-scheme: dark');
    expect(read('app.wxss')).not.toContain(':root');
  });
});
