import fs from 'node:fs';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { DurableNodeFs, fsyncPath, fsyncTree } from './durable-node-fs.ts';
import type { EngineOptions } from './engine-messages.ts';

export interface EngineEvents {
  /** There is no database yet; making it takes seconds. */
  onCreating: () => void;
  onFsync: () => void;
}

/** PGlite's parameters without `-F` (no fsync at all), and with a sync method that Emscripten does not drop. */
const DURABLE_START_PARAMETERS = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
  '-c',
  'wal_sync_method=fsync',
];

/** Opens the embedded database of a folder, making it first when there is none. */
export async function openEngine(options: EngineOptions, events: EngineEvents): Promise<PGlite> {
  const { folder, startFrom } = options;
  if (folder === undefined) {
    const dump = startFrom === undefined ? undefined : new Blob([fs.readFileSync(startFrom)]);
    return PGlite.create(dump ? { loadDataDir: dump } : {});
  }
  if (!fs.existsSync(path.join(folder, 'PG_VERSION'))) await createDatabase(folder, events);
  return openFolder(folder, events);
}

function openFolder(folder: string, events: EngineEvents): Promise<PGlite> {
  return PGlite.create({
    fs: new DurableNodeFs(folder, events.onFsync),
    startParams: DURABLE_START_PARAMETERS,
  });
}

/**
 * Makes a new database beside its place and moves it there when it is whole and on disk: killed half-way, it
 * leaves nothing that could be taken for a database.
 */
async function createDatabase(folder: string, events: EngineEvents): Promise<void> {
  events.onCreating();
  const unfinished = `${folder}.creating`;
  fs.rmSync(unfinished, { recursive: true, force: true });
  fs.mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  const pglite = await openFolder(unfinished, events);
  await pglite.close();
  fsyncTree(unfinished);
  fs.renameSync(unfinished, folder);
  fsyncPath(path.dirname(folder));
}

/**
 * Gives whole messages of PostgreSQL's wire protocol to the session and returns its answer to them all.
 * @throws when a message that must be answered was not: the engine has died.
 */
export async function exchange(pglite: PGlite, messages: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  await pglite.execProtocolRawStream(messages, {
    syncToFs: false,
    // The bytes lie in the engine's memory, which the next message overwrites.
    onRawData: (bytes) => chunks.push(bytes.slice()),
  });
  const answer = concatenate(chunks);
  if (answer.length === 0 && mustBeAnswered(messages)) {
    throw new Error('the embedded database stopped answering');
  }
  return answer;
}

const QUERY = 0x51;
const SYNC_MESSAGE = [0x53, 0, 0, 0, 4];

function mustBeAnswered(messages: Uint8Array): boolean {
  if (messages[0] === QUERY) return true;
  const end = messages.subarray(-SYNC_MESSAGE.length);
  return end.length === SYNC_MESSAGE.length && SYNC_MESSAGE.every((byte, index) => end[index] === byte);
}

function concatenate(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}

/**
 * Makes the one session fresh for the next connection, like `DISCARD ALL`, but listening where it listened:
 * the channels belong to the database, not to a connection.
 */
export async function resetSession(pglite: PGlite): Promise<void> {
  if (pglite.isInTransaction()) await pglite.exec('rollback');
  await pglite.exec(
    `close all; set session authorization default; reset all; deallocate all;
     select pg_advisory_unlock_all(); discard plans; discard temp; discard sequences`,
  );
}

/** The database as a tar that `startFrom` opens. */
export async function dumpEngine(pglite: PGlite): Promise<Uint8Array> {
  const dump = await pglite.dumpDataDir('none');
  return new Uint8Array(await dump.arrayBuffer());
}
