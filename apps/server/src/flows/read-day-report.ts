import type { DayReport } from '@carillon/contract';
import { readSales } from '../orders/index.ts';
import { sumRefunds } from '../payments/index.ts';
import { spanOfDay } from '../platform/china-day.ts';
import type { Database } from '../platform/database.ts';
import { readSnapshot } from '../platform/read-snapshot.ts';

/** What a shop sold on a day in China, and what was given back on it. */
export async function readDayReport(
  database: Database,
  { shopId, day }: { shopId: number; day: string },
): Promise<DayReport> {
  const of = { shopId, ...spanOfDay(day) };
  return readSnapshot(database, async (tx) => {
    const sales = await readSales(tx, of);
    return { day, ...sales, refunds: await sumRefunds(tx, of) };
  });
}
