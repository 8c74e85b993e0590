import { existsSync, globSync } from 'node:fs';
import path from 'node:path';

/**
 * Finds a program of PostgreSQL: where Debian keeps it, newest first, or on the PATH.
 * @throws saying what to install.
 */
export function postgresProgram(name: 'initdb' | 'postgres'): string {
  const onPath = (process.env.PATH ?? '').split(path.delimiter);
  const debian = globSync('/usr/lib/postgresql/*/bin').sort((a, b) => versionOf(b) - versionOf(a));
  const found = [...debian, ...onPath]
    .map((folder) => path.join(folder, name))
    .find((file) => existsSync(file));
  if (found) return found;
  throw new Error(
    `these tests need PostgreSQL's ${name}, which is not on this machine: apt-get install postgresql`,
  );
}

function versionOf(folder: string): number {
  return Number(folder.split('/').at(-2));
}
