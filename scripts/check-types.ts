/** Checks the types of everything: Node sources with tsc, pages with vue-tsc. */
import { spawnSync } from 'node:child_process';

const checks: [string, ...string[]][] = [
  ['tsc', '-p', 'tsconfig.json'],
  ['tsc', '-p', 'packages/tsconfig.browser.json'],
  ['vue-tsc', '-p', 'apps/console/tsconfig.json'],
  ['vue-tsc', '-p', 'apps/storefront/tsconfig.json'],
  ['tsc', '-p', 'apps/mini-program/tsconfig.json'],
  ['vue-tsc', '-p', 'apps/wechat-sandbox/phone/tsconfig.json'],
  ['vue-tsc', '-p', 'examples/chat/page/tsconfig.json'],
];

for (const [command, ...args] of checks) {
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
