import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const repository = path.resolve(import.meta.dirname, '../../../..');

/** Sources that what we cache is made by: a change of any makes a new one. */
const MADE_BY = [
  'apps/server/src/migrations/*.ts',
  'apps/server/src/platform/database/**/*.ts',
  'node_modules/@electric-sql/pglite/package.json',
];

/** Where prepared databases are kept from one test run to the next. */
export function cacheFolder(): string {
  const folder = path.join(repository, 'node_modules/.cache/carillon');
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Changes with the migrations, so that a prepared database never has yesterday's tables. */
export function migrationsFingerprint(): string {
  const hash = createHash('sha256');
  for (const file of globSync(MADE_BY, { cwd: repository }).sort()) {
    hash.update(file).update(readFileSync(path.join(repository, file)));
  }
  return hash.digest('hex').slice(0, 16);
}
