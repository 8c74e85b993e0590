/** While the line is down pages ask this often, so that nobody waits for one that sleeps. */
export const ASK_EVERY_MS = 5_000;
