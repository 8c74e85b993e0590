import { compilePattern } from '../core/destination.ts';
import type { Journal } from '../core/journal.ts';

/** Says that the destinations of a pattern, e.g. `/topic/orders/{orderId}`, are backed by a journal. */
export interface JournalMapping {
  pattern: string;
  journal: Journal;
}

/** Destinations whose answer is remembered; strangers choose them, hence a limit. */
const MAX_KNOWN_DESTINATIONS = 10_000;

/** Answers the journal of a destination, by the first pattern that fits; it is asked for every SEND. */
export function createJournalLookup(
  mappings: readonly JournalMapping[],
  maxKnown = MAX_KNOWN_DESTINATIONS,
): (destination: string) => Journal | undefined {
  if (mappings.length === 0) return () => undefined;
  const compiled = mappings.map((mapping) => ({ mapping, matches: compilePattern(mapping.pattern) }));
  /** False where there is none. */
  const known = new Map<string, Journal | false>();

  function lookUp(destination: string): Journal | false {
    const found = compiled.find(({ matches }) => matches(destination) !== undefined);
    const journal = found ? found.mapping.journal : false;
    const [oldest] = known.keys();
    if (known.size >= maxKnown && oldest !== undefined) known.delete(oldest);
    known.set(destination, journal);
    return journal;
  }

  return (destination) => (known.get(destination) ?? lookUp(destination)) || undefined;
}
