/** `npm test`: installs what the tests need, builds the pages, and runs every test. */
import { spawnSync } from 'node:child_process';
import { buildPages } from './pages/build-pages.ts';
import { secondsSince } from './seconds-since.ts';
import { installMissingPackages } from './system-packages/install.ts';
import { root } from './system/program.ts';

installMissingPackages();
const startedAt = performance.now();
await buildPages((line) => console.log(line));
console.log(`build: ${secondsSince(startedAt)}`);
run('vitest', 'run');
run('playwright', 'test', '--config', 'e2e/playwright.config.ts');

/** Runs a command of node_modules/.bin, which npm has put first on the PATH; ends with it when it fails. */
function run(command: string, ...args: string[]): void {
  const from = performance.now();
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  console.log(`${command}: ${secondsSince(from)}`);
  if (status !== 0) process.exit(status ?? 1);
}
