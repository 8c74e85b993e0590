const FIRST_DELAY_MS = 100;
const MAX_DELAY_MS = 5_000;

/** How long to wait before the next attempt: doubling up to 5 s, less up to a half by chance, so that nodes spread. */
export function reconnectDelayMs(failures: number, random: () => number = Math.random): number {
  const longest = Math.min(FIRST_DELAY_MS * 2 ** Math.min(failures, 16), MAX_DELAY_MS);
  return longest * (1 - random() / 2);
}
