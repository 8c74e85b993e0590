import { attempts } from '../features/checkout/attempts.ts';

/** Leaves nothing of a test's checkout to the next one: neither in this page nor in the browser. */
export function forgetAttempts(...placeNames: string[]): void {
  localStorage.clear();
  for (const placeName of placeNames) {
    const owed = attempts.recall(placeName);
    if (owed) attempts.forget(placeName, owed.key);
  }
}
