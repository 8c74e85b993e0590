/**
 * From a clerk's scan to the buyer's screen: how long until the text is on the wire of car washes and the event on
 * STOMP, at so many scans a second, and what a scan costs. Everything is real: phones write the codes, clerks post them,
 * the server is a process of its own, each buyer has a socket of either kind.
 *
 * `node bench/scan-to-screen.ts [--pglite | --postgres] [scans per second, default 100] [seconds, default 5]`;
 * without a database named, both.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startSystem } from '@carillon/scripts/system';
import { startPostgres } from '@carillon/server/testing/postgres';
import { measureScans } from './scan-to-screen/measure-scans.ts';
import { openCarWash } from './scan-to-screen/open-car-wash.ts';
import { printTable } from './table.ts';

const [rate = 100, seconds = 5] = process.argv
  .slice(2)
  .filter((arg) => !arg.startsWith('--'))
  .map(Number);
const databases = (['pglite', 'postgres'] as const).filter(
  (database) => process.argv.includes(`--${database}`) || !process.argv.some((arg) => arg.startsWith('--')),
);

const rows: Record<string, string | number>[] = [];
for (const database of databases) {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'carillon-bench-'));
  const postgres = database === 'postgres' ? await startPostgres({ durable: true }) : undefined;
  const system = await startSystem({
    dataDir,
    databaseUrl: postgres?.url('postgres'),
    // All buyers and clerks come from one address here.
    serverEnv: { LOG_LEVEL: 'warn', MAX_REQUESTS_PER_MINUTE: '1000000' },
  });
  try {
    const wash = await openCarWash(system.server.url, rate * seconds);
    rows.push({ database, 'scans/s': rate, ...(await measureScans(system.server, wash, rate)) });
  } finally {
    await system.stop();
    await postgres?.stop();
    await rm(dataDir, { recursive: true });
  }
}
printTable(rows);
