import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { packPages } from './pack-pages.ts';

const RELATIVE_LINK = /\]\((?!\w+:|#)([^)\s#]+)/g;

/** The pages of a library, as they lie in its archive. */
function pack(name: string) {
  const folder = mkdtempSync(path.join(tmpdir(), 'carillon-pages-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  packPages(name, folder);
  const pages = globSync('**/*.md', { cwd: folder }).toSorted();
  return { folder, pages, read: (page: string) => readFileSync(path.join(folder, page), 'utf8') };
}

test.each(['stomp', 'messaging', 'client', 'wechat'])(
  'every relative link of the packed pages of %s leads to a file that is packed',
  (name) => {
    const { folder, pages, read } = pack(name);
    const dead = pages.flatMap((page) =>
      [...read(page).matchAll(RELATIVE_LINK)]
        .map(([, address = '']) => path.join(path.dirname(page), address))
        .filter((file) => !existsSync(path.join(folder, file)))
        .map((file) => `${page}: ${file}`),
    );
    expect(dead).toEqual([]);
    expect(pages).toContain('README.md');
  },
);

test('the engine brings its guide along, and of what it leaves behind the words', () => {
  const { pages, read } = pack('messaging');
  expect(pages).toEqual(
    expect.arrayContaining(['docs/spring.md', 'docs/errors/stomp.md', 'docs/messaging/handlers.md']),
  );
  expect(pages).not.toContain('docs/money.md');
  const readme = read('README.md');
  expect(readme).toContain('[Handlers](docs/messaging/handlers.md)');
  expect(readme).toContain('by `@carillon/client` (10 KB)');
  expect(read('docs/messaging/handlers.md')).toContain('[@carillon/messaging](../../README.md)');
});
