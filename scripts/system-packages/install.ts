import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { neededPackages } from './needed.ts';

/** Installs the Debian packages that tests need and that are missing; ends with a clear word when it cannot. */
export function installMissingPackages(): void {
  const missing = neededPackages.filter(({ foundAt }) => globSync(foundAt).length === 0);
  if (missing.length === 0) return;
  const names = missing.map(({ debianPackage }) => debianPackage);
  for (const { debianPackage, why } of missing) console.log(`需要 needed: ${debianPackage} (${why})`);
  if (process.getuid?.() !== 0 || !hasAptGet()) {
    console.error(`请先安装 please install them first:\n  sudo apt-get install ${names.join(' ')}`);
    process.exit(1);
  }
  runAptGet('update', '-q');
  runAptGet('install', '-q', '-y', '--no-install-recommends', ...names);
}

function hasAptGet(): boolean {
  return spawnSync('apt-get', ['--version']).status === 0;
}

function runAptGet(...args: string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status } = spawnSync('apt-get', args, { stdio: 'inherit', env });
  if (status === 0) return;
  console.error(`apt-get ${args[0]} failed; see above.`);
  process.exit(1);
}
