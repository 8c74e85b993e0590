import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { migrations } from '../migrations/index.ts';
import { openEmbedded } from '../platform/database/embedded/open-embedded.ts';
import { migrate } from '../platform/database/migrate.ts';
import { createLogger } from '../platform/logging.ts';
import { cacheFolder, migrationsFingerprint } from './cache-folder.ts';

/** For databases whose failure is the test's failure. */
export const QUIET = {
  logger: createLogger({ level: 'silent' }),
  onFailure(error: Error): never {
    throw error;
  },
};

/** A tar of a migrated PGlite, which the first run after a migration makes. */
export async function preparedDump(): Promise<string> {
  const dump = path.join(cacheFolder(), `pglite-${migrationsFingerprint()}.tar`);
  if (!fs.existsSync(dump)) await makeDump(dump);
  return dump;
}

async function makeDump(dump: string): Promise<void> {
  removeOlder('pglite-*.tar', dump);
  const draft = `${dump}.${randomUUID()}`;
  const database = await openEmbedded({ ...QUIET, dataFolder: undefined });
  await migrate(database, migrations);
  await database.dump(draft);
  await database.close();
  // Whole or not at all: other test files may be looking for it.
  fs.renameSync(draft, dump);
}

/**
 * A data folder with a migrated embedded database on disk: a copy of one that the first run after a migration
 * makes, because making one takes seconds. The caller removes it.
 */
export async function makeDataFolder(): Promise<string> {
  const prepared = path.join(cacheFolder(), `data-${migrationsFingerprint()}`);
  if (!fs.existsSync(prepared)) await prepareDataFolder(prepared);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'carillon-data-'));
  fs.cpSync(prepared, folder, { recursive: true });
  return folder;
}

async function prepareDataFolder(prepared: string): Promise<void> {
  removeOlder('data-*', prepared);
  const draft = `${prepared}.${randomUUID()}`;
  const database = await openEmbedded({ ...QUIET, dataFolder: draft });
  await migrate(database, migrations);
  await database.close();
  // Whole or not at all: other test files may be looking for it, or may have been quicker.
  if (fs.existsSync(prepared)) fs.rmSync(draft, { recursive: true });
  else fs.renameSync(draft, prepared);
}

function removeOlder(pattern: string, keep: string): void {
  const folder = path.dirname(keep);
  for (const old of fs.globSync(pattern, { cwd: folder })) {
    // A draft is somebody else's work, going on right now.
    if (!/\.[\da-f-]{36}$/.test(old)) fs.rmSync(path.join(folder, old), { recursive: true, force: true });
  }
}
