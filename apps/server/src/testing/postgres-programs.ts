import { execFileSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import path from 'node:path';

/**
 * Finds a program of PostgreSQL: on the PATH, by pg_config, or where Debian keeps it, newest first.
 * @throws saying what to install.
 */
export function postgresProgram(name: 'initdb' | 'postgres'): string {
  const onPath = (process.env.PATH ?? '').split(path.delimiter);
  const debian = globSync('/usr/lib/postgresql/*/bin').sort((a, b) => versionOf(b) - versionOf(a));
  const found = [...debian, ...onPath, ...pgConfigFolder()]
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

function pgConfigFolder(): string[] {
  try {
    return [execFileSync('pg_config', ['--bindir'], { encoding: 'utf8', stdio: 'pipe' }).trim()];
  } catch {
    return [];
  }
}
