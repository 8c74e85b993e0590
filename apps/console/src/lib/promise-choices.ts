/** In how many minutes staff usually promise an order. */
export const PROMISE_MINUTES = [15, 20, 30, 45, 60] as const;

/** Stands for what the shop promises unless staff say otherwise; the server knows it. */
export const AS_USUAL = 0;

/** The choices for a promise, the shop's usual one first. */
export function promiseChoices(usualMinutes: number | undefined): readonly number[] {
  return [AS_USUAL, ...PROMISE_MINUTES.filter((minutes) => minutes !== usualMinutes)];
}
