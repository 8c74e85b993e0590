/**
 * From the notification of a payment to the console: how long, at 10, 50 and 100 paid orders per second, on the
 * embedded database and on PostgreSQL. Everything is real: the sandbox signs and encrypts, the server is a process
 * of its own, the console is a STOMP client on a socket.
 *
 * `node bench/order-to-ring.ts [seconds per rate, default 5]`
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startSystem } from '@carillon/scripts/system';
import { startPostgres } from '@carillon/server/testing/postgres';
import { measureRings } from './order-to-ring/measure-rings.ts';
import { printTable } from './table.ts';

const RATES_PER_SECOND = [10, 50, 100];
const secondsPerRate = Number(process.argv[2] ?? 5);

const rows: Record<string, string | number>[] = [];
for (const database of ['pglite', 'postgres'] as const) {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'carillon-bench-'));
  const postgres = database === 'postgres' ? await startPostgres({ durable: true }) : undefined;
  const system = await startSystem({
    dataDir,
    databaseUrl: postgres?.url('postgres'),
    // All buyers come from one address here.
    serverEnv: { LOG_LEVEL: 'warn', MAX_REQUESTS_PER_MINUTE: '1000000' },
  });
  try {
    for (const rate of RATES_PER_SECOND) {
      const result = await measureRings(system, { rate, count: rate * secondsPerRate });
      rows.push({ database, 'paid/s': rate, ...result });
    }
  } finally {
    await system.stop();
    await postgres?.stop();
    await rm(dataDir, { recursive: true });
  }
}
printTable(rows);
