/** Writes an amount of integer fen as people read it: `1250` is `¥12.50`. */
export function formatFen(amountFen: number): string {
  const sign = amountFen < 0 ? '-' : '';
  const fen = Math.abs(amountFen);
  return `${sign}¥${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;
}
