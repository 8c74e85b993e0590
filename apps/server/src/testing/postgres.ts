import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { createUnprivileged } from './unprivileged.ts';
import { postgresProgram } from './postgres-programs.ts';

const run = promisify(execFile);

/** The databases of a PostgreSQL server. */
interface PostgresDatabases {
  /** Address of one of its databases. */
  url(database: string): string;
  /** Runs SQL in a database, as superuser. */
  execute(database: string, statement: string): Promise<void>;
}

/** A PostgreSQL server of the tests' own, on a socket in a temporary folder. */
export interface PostgresServer extends PostgresDatabases {
  readonly folder: string;
  stop(): Promise<void>;
}

const SETTINGS = {
  listen_addresses: '',
  // Every database that a test opens may take ten and one, and several files run at once.
  max_connections: '300',
  shared_buffers: '32MB',
  max_wal_size: '256MB',
  autovacuum: 'off',
};

/** Not durable, and quick: this data is gone with the test. */
const FORGETFUL = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

const START_LIMIT_MS = 20_000;
const RETRY_MS = 25;

/**
 * Starts a server. Root cannot run one, so as root it runs as nobody.
 * @param durable whether commits reach the disk, as they do in production: for measuring
 */
export async function startPostgres({ durable = false } = {}): Promise<PostgresServer> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'carillon-postgres-'));
  const data = path.join(folder, 'data');
  const unprivileged = createUnprivileged();
  unprivileged.own(folder);
  const initdb = [postgresProgram('initdb'), '-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8'];
  const [program = '', ...rest] = unprivileged.command([
    ...initdb,
    '--locale=C.UTF-8',
    '--no-sync',
    '--no-instructions',
  ]);
  await run(program, rest, { cwd: folder });

  const settings = Object.entries(durable ? SETTINGS : { ...SETTINGS, ...FORGETFUL }).flatMap(
    ([name, value]) => ['-c', `${name}=${value}`],
  );
  const [server = '', ...parameters] = unprivileged.command([
    postgresProgram('postgres'),
    '-D',
    data,
    '-k',
    folder,
    ...settings,
  ]);
  const child = spawn(server, parameters, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => (log = (log + chunk.toString()).slice(-4000)));

  const databases = postgresIn(folder);
  async function stop(): Promise<void> {
    await end(child);
    fs.rmSync(folder, { recursive: true, force: true });
  }

  const deadline = Date.now() + START_LIMIT_MS;
  while (
    !(await databases.execute('postgres', 'select 1').then(
      () => true,
      () => false,
    ))
  ) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`PostgreSQL did not start:\n${log}`);
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
  return { ...databases, folder, stop };
}

/** The databases of the server whose socket is in a folder: one that another process may have started. */
export function postgresIn(folder: string): PostgresDatabases {
  const url = (database: string) => `postgres://postgres@/${database}?host=${encodeURIComponent(folder)}`;
  return {
    url,
    async execute(database, statement) {
      const client = new pg.Client({ connectionString: url(database) });
      client.on('error', () => undefined);
      await client.connect();
      await client.query(statement).finally(() => client.end());
    },
  };
}

/** SIGQUIT: PostgreSQL's immediate shutdown. The folder is thrown away anyway. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGQUIT');
  await exited;
}
