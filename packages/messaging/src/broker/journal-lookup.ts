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
  const known = new Map<string, Journal | undefined>();

  function lookUp(destination: string): Journal | undefined {
    const journal = compiled.find(({ matches }) => matches(destination) !== undefined)?.mapping.journal;
    const [oldest] = known.keys();
    if (known.size >= maxKnown && oldest !== undefined) known.delete(oldest);
    known.set(destination, journal);
    return journal;
  }

  return (destination) => {
    const journal = known.get(destination);
    return journal || known.has(destination) ? journal : lookUp(destination);
  };
}
