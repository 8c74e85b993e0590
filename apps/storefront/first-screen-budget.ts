import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

interface Budget {
  /** Name of the entry's chunk, as its facade module ends. */
  entry: string;
  /** The lazily loaded modules that the first screen also needs, as their facade modules end. */
  pages: string[];
  /** The most that their scripts may weigh together, gzip, in bytes. */
  maxGzipBytes: number;
  /** Parts of module paths that no page of ours may pull in, however late. */
  never: string[];
}

/** Weighs the scripts that a buyer's phone loads before the menu stands, and fails the build above the budget. */
export function firstScreenBudget({ entry, pages, maxGzipBytes, never }: Budget): Plugin {
  return {
    name: 'first-screen-budget',
    apply: 'build',
    writeBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
      const unwanted = chunks
        .flatMap(({ moduleIds }) => moduleIds)
        .filter((id) => never.some((part) => id.includes(part)));
      if (unwanted.length > 0) this.error(`not for buyers' phones: ${unwanted.join(', ')}`);
      const waiting = [entry, ...pages].map((name) => {
        const chunk = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(`/${name}`));
        return chunk?.fileName ?? this.error(`no chunk of ${name}: is it still loaded by itself?`);
      });
      const needed = new Set<string>();
      for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
        if (needed.has(file)) continue;
        needed.add(file);
        waiting.push(...(chunks.find(({ fileName }) => fileName === file)?.imports ?? []));
      }
      const gzipBytes = chunks
        .filter(({ fileName }) => needed.has(fileName))
        .reduce((sum, { code }) => sum + gzipSync(code).byteLength, 0);
      const verdict = `first screen: ${gzipBytes} bytes of script (gzip) of ${maxGzipBytes}`;
      if (gzipBytes > maxGzipBytes) this.error(verdict);
      this.info(verdict);
    },
  };
}
