import { globSync, statSync } from 'node:fs';
import path from 'node:path';
import { build } from 'vite';
import { configuration } from './configuration.ts';

const root = path.dirname(configuration.pageFolder);

/** Builds the page unless it was built after its last change. */
export async function buildPage(): Promise<void> {
  const built = statSync(path.join(configuration.builtFolder, 'index.html'), { throwIfNoEntry: false });
  const sources = globSync(['page/**/*.{ts,vue,css,html}', 'vite.config.ts', 'package.json'], { cwd: root });
  const isFresh = sources.every((file) => statSync(path.join(root, file)).mtimeMs <= (built?.mtimeMs ?? 0));
  if (isFresh) return;
  console.log('构建页面 building the page …');
  await build({
    root: configuration.pageFolder,
    configFile: path.join(root, 'vite.config.ts'),
    logLevel: 'warn',
  });
}
