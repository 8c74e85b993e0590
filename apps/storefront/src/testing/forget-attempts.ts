import { forgetAttempt, recallAttempt } from '../features/checkout/attempt.ts';

/** Leaves nothing of a test's checkout to the next one: neither in this page nor in the browser. */
export function forgetAttempts(...placeNames: string[]): void {
  localStorage.clear();
  for (const placeName of placeNames) {
    const owed = recallAttempt(placeName);
    if (owed) forgetAttempt(placeName, owed.key);
  }
}
