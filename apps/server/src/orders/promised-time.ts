const MINUTE_MS = 60_000;

/** When something is there that was promised in so many minutes. */
export function promisedTime(at: Date, promiseMinutes: number): Date {
  return new Date(at.getTime() + promiseMinutes * MINUTE_MS);
}
