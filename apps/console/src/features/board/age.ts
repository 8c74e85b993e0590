import type { ColumnName } from './columns.ts';

export type Urgency = 'calm' | 'late' | 'overdue';

const LATE_AFTER_MS = { waiting: 3 * 60_000, making: 15 * 60_000, leaving: 20 * 60_000, done: Infinity };
const OVERDUE_AFTER_MS = { waiting: 6 * 60_000, making: 25 * 60_000, leaving: 45 * 60_000, done: Infinity };

/** How urgent an order is by how long it has been in its column: amber when late, vermilion when overdue. */
export function urgency(column: ColumnName, ageMs: number): Urgency {
  if (ageMs >= OVERDUE_AFTER_MS[column]) return 'overdue';
  return ageMs >= LATE_AFTER_MS[column] ? 'late' : 'calm';
}
