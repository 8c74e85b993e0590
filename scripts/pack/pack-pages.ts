import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../system/program.ts';

/** `[label](address)`, except to another site or within the page. */
const LINK = /\[([^\]]*)\]\((?!\w+:|#)([^)\s#]+)(#[^)\s]*)?\)/g;

/**
 * Writes the pages that go with a library: its README, and all of `docs` that one gets to from there, which
 * keeps its place. Of a link to what is not packed the words stay.
 * @param name the library's folder below `packages`
 * @param target the folder to write to
 */
export function packPages(name: string, target: string): void {
  const home = `packages/${name}/`;
  const pages = new Set([`${home}README.md`]);
  for (const page of pages) {
    const text = readFileSync(path.join(root, page), 'utf8');
    const file = path.join(target, placeOf(page));
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(
      file,
      text.replace(LINK, (link, label: string, address: string, anchor = '') => {
        const linked = path.posix.join(path.posix.dirname(page), address);
        // Brackets of code are no link.
        if (!existsSync(path.join(root, linked))) return link;
        if (!pages.has(linked) && !isGuide(linked)) return label;
        pages.add(linked);
        return `[${label}](${path.posix.relative(path.posix.dirname(placeOf(page)), placeOf(linked))}${anchor})`;
      }),
    );
  }

  function placeOf(page: string): string {
    return page.startsWith(home) ? page.slice(home.length) : page;
  }
}

function isGuide(file: string): boolean {
  return file.startsWith('docs/') && file.endsWith('.md');
}
