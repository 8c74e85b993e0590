import { provided } from './provided.ts';

/** Puts work off by a time of this phone's own. Returns what calls it off. */
export type Spread = (work: () => void) => () => void;

/** The most that work is put off by. */
const MAX_WAIT_MS = 2_000;

/**
 * Makes what spreads out work that every phone hears of at once, so that the server is not asked by all of them in
 * the same moment.
 * @param random gives a number from 0 to below 1, as `Math.random` does
 */
export function createSpread(random: () => number): Spread {
  return (work) => {
    const timer = setTimeout(work, random() * MAX_WAIT_MS);
    return () => clearTimeout(timer);
  };
}

/** Provided by `main.ts`; tests let work go on when they want. */
export const [spreadKey, useSpread] = provided<Spread>('the spread of work');
