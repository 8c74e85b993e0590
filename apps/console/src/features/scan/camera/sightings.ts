/** A code that was in sight so lately is the same sight: it has to be gone for longer to count again. */
const SAME_SIGHT_MS = 2000;

/**
 * Tells which codes a camera sees anew: what stays before it, or comes back at once, is one sight. Several codes may be
 * in sight by turns.
 * @param elapsed milliseconds since some moment before
 * @returns whether the code is new. While it `mayCount` not, new codes are not remembered: they count later.
 */
export function createSightings(elapsed: () => number): (text: string, mayCount: boolean) => boolean {
  const newest = new Map<string, number>();

  return (text, mayCount) => {
    const nowMs = elapsed();
    for (const [other, atMs] of newest) if (nowMs - atMs >= SAME_SIGHT_MS) newest.delete(other);
    const isNew = !newest.has(text);
    if (isNew && !mayCount) return false;
    newest.set(text, nowMs);
    return isNew;
  };
}
