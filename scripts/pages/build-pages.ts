import { spawn } from 'node:child_process';
import { globSync, statSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

/** Has no page of its own, but a builder. */
const miniProgram = 'apps/mini-program';

/** The front ends, and the folders that each is made of. */
const pages: Record<string, string[]> = {
  'apps/storefront': ['apps/storefront', 'packages/{buyer,client,contract,design,pass-code,stomp}'],
  'apps/console': ['apps/console', 'packages/{client,contract,design,stomp}'],
  [miniProgram]: ['apps/mini-program', 'packages/{buyer,client,contract,design,pass-code,stomp}'],
  'apps/wechat-sandbox': ['apps/wechat-sandbox', 'packages/design'],
};

/**
 * Builds the front ends whose sources changed since their last build.
 * @param say told of each step, one line of text
 * @throws Error with the builder's output when a build fails
 */
export async function buildPages(say: (line: string) => void): Promise<void> {
  const stale = Object.keys(pages).filter((folder) => !isFresh(folder));
  await Promise.all(
    stale.map(async (folder) => {
      say(`构建页面 building ${folder} …`);
      const startedAt = performance.now();
      await runBuilder(folder);
      say(`构建完成 built    ${folder} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`);
    }),
  );
}

function isFresh(folder: string): boolean {
  const made = folder === miniProgram ? 'dist/app.json' : 'dist/index.html';
  const built = statSync(path.join(root, folder, made), { throwIfNoEntry: false });
  if (!built) return false;
  const sources = (pages[folder] ?? []).map(
    (source) => `${source}/**/*.{ts,vue,css,svg,html,json,wxml,wxss}`,
  );
  return globSync([...sources, 'package-lock.json'], {
    cwd: root,
    exclude: ['**/node_modules/**', '**/dist/**', '**/*.test.ts'],
  }).every((file) => statSync(path.join(root, file)).mtimeMs <= built.mtimeMs);
}

function runBuilder(folder: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const vite = [path.join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'];
    const child = spawn(process.execPath, folder === miniProgram ? ['build.ts'] : vite, {
      cwd: path.join(root, folder),
      env: { ...process.env, NODE_ENV: 'production' },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    }
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${folder} could not be built:\n${output}`));
    });
  });
}
