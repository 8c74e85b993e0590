/**
 * How many payment notifications a server settles: each verified (RSA), decrypted (AES-GCM), written in one
 * transaction with its order, its books and two journals, answered, and told to a console on a socket. First as fast as
 * it can, 64 at a time; then at 200 a second, as WeChat would send them, to a server that has just started; then once
 * more under a profiler, for the shares. On PostgreSQL, which commits to the disk, and on the embedded database.
 *
 * `node bench/settle.ts [notifications per run, default 3000]`
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startPostgres } from '@carillon/server/testing/postgres';
import { measureSettling } from './settle/measure-settling.ts';
import { printTable } from './table.ts';

const count = Number(process.argv[2] ?? 3_000);

const runs: Record<string, string | number>[] = [];
const shares: Record<string, string | number>[] = [];
for (const database of ['postgres', 'pglite'] as const) {
  for (const run of ['as fast as it can', '200/s', 'profiled'] as const) {
    const dataDir = await mkdtemp(path.join(tmpdir(), 'carillon-bench-'));
    const postgres = database === 'postgres' ? await startPostgres({ durable: true }) : undefined;
    try {
      const result = await measureSettling({
        ...{ dataDir, count, databaseUrl: postgres?.url('postgres') },
        pace: run === '200/s' ? { concurrent: 64, perSecond: 200 } : { concurrent: 64 },
        isProfiled: run === 'profiled',
      });
      if (run === 'profiled') shares.push({ database, ...result.shares });
      else runs.push({ database, run, ...result.row });
    } finally {
      await postgres?.stop();
      await rm(dataDir, { recursive: true });
    }
  }
}
printTable(runs);
console.log('\nShares of the CPU time of the server process, in percent:');
printTable(shares);
