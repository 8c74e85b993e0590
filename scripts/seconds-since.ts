/** How long it is since then by `performance.now()`, to be read: `12 s`. */
export function secondsSince(from: number): string {
  return `${((performance.now() - from) / 1000).toFixed(0)} s`;
}
