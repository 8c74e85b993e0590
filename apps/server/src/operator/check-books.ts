import { checkAllBooks } from '../flows/check-all-books.ts';
import type { Database } from '../platform/database.ts';
import type { Finding } from './finding.ts';

/** Checks that every fen is where it should be: what came, what went, what is held, and the orders it is for. */
export async function checkBooks(database: Database): Promise<Finding[]> {
  const violations = await checkAllBooks(database);
  if (violations.length === 0) return [{ name: 'books', state: 'ok', detail: 'money in = money out + held' }];
  return violations.map(({ rule, detail }) => ({
    name: 'books',
    state: 'fail',
    detail: `${detail} (${rule})`,
    advice: 'This is a fault of the program. Keep the database as it is, and report it with this line.',
  }));
}
