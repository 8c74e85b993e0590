import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import { z } from 'zod';
import { DatabaseError } from '../database-errors.ts';
import { fsyncPath } from './durable-node-fs.ts';
import { isAlive, pidNamespace, processStart } from './process-identity.ts';

const ownerSchema = z.object({
  /** Names this one taking of the lock. */
  nonce: z.string(),
  pid: z.int().positive(),
  /** `processStart` of the pid; missing where it cannot be known. */
  start: z.string().optional(),
  /** `pidNamespace` of the pid; missing where there are none. */
  namespace: z.string().optional(),
  host: z.string(),
  since: z.string(),
});
type Owner = z.infer<typeof ownerSchema>;

const TAKEOVER_DEPTH_LIMIT = 4;
const TAKE_ATTEMPTS_LIMIT = 8;

export interface FolderLock {
  release(): void;
}

/**
 * Takes a lock file, which says who holds it. PGlite itself has no lock, and two processes on one folder lose
 * rows without a word. A lock whose process is gone is taken over; one of a live process, of another
 * machine on a shared disk, or of another container, never.
 * @param path the file: beside the folder that it guards, not inside.
 * @throws DatabaseError `data_folder_in_use`, saying by whom; `data_folder_lock_unreadable`.
 */
export function takeFolderLock(path: string, depth = 0): FolderLock {
  const start = processStart(process.pid);
  const namespace = pidNamespace();
  const mine: Owner = {
    nonce: randomUUID(),
    pid: process.pid,
    ...(start !== undefined && { start }),
    ...(namespace !== undefined && { namespace }),
    host: os.hostname(),
    since: new Date().toISOString(),
  };
  const draft = `${path}.${mine.nonce}`;
  fs.writeFileSync(draft, `${JSON.stringify(mine)}\n`);
  fsyncPath(draft);
  try {
    take(path, draft, depth);
  } finally {
    fs.rmSync(draft, { force: true });
  }
  return {
    release() {
      if (readOwner(path)?.nonce === mine.nonce) fs.rmSync(path);
    },
  };
}

function take(path: string, draft: string, depth: number): void {
  for (let attempt = 0; attempt < TAKE_ATTEMPTS_LIMIT; attempt += 1) {
    if (linkIfFree(draft, path)) return;
    const owner = readOwner(path);
    if (owner === undefined) continue;
    if (!isInSight(owner) || isAlive(owner.pid, owner.start) || depth >= TAKEOVER_DEPTH_LIMIT) {
      throw inUse(path, owner);
    }
    if (takeOver(path, { draft, owner, depth })) return;
  }
  throw new DatabaseError('data_folder_in_use', `the lock ${path} changes hands all the time; try again`);
}

/**
 * Replaces a dead owner's lock. Of several processes that saw the same dead owner only one may: each first
 * takes a lock named after that owner, then looks whether the owner is still written there.
 */
function takeOver(path: string, dead: { draft: string; owner: Owner; depth: number }): boolean {
  const right = takeFolderLock(`${path}.${dead.owner.nonce}`, dead.depth + 1);
  try {
    if (readOwner(path)?.nonce !== dead.owner.nonce) return false;
    fs.renameSync(dead.draft, path);
    return true;
  } finally {
    right.release();
  }
}

/** Link, not create-and-write: the file appears with its content, or not at all. */
function linkIfFree(draft: string, path: string): boolean {
  try {
    fs.linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function readOwner(path: string): Owner | undefined {
  let text: string;
  try {
    text = fs.readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return ownerSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new DatabaseError(
      'data_folder_lock_unreadable',
      `${path} is not a lock of ours. If no Carillon server runs on this folder, delete the file and start again.`,
      cause,
    );
  }
}

/** Whether the owner's number means the same process to us: on this machine, and in our container. */
function isInSight({ host, namespace }: Owner): boolean {
  return host === os.hostname() && namespace === pidNamespace();
}

function inUse(path: string, owner: Owner): DatabaseError {
  const { pid, host, since } = owner;
  const place = host === os.hostname() && !isInSight(owner) ? `${host}, in another container,` : host;
  const advice = isInSight(owner)
    ? `Stop process ${pid} first, or set CARILLON_DATA to another folder.`
    : `Stop it there. If that machine or container is gone for good, delete ${path}.`;
  return new DatabaseError(
    'data_folder_in_use',
    `the data folder is in use by process ${pid} on ${place} since ${since} (${path}). ${advice}`,
  );
}
