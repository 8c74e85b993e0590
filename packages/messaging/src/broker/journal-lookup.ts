import { AntPattern } from '../core/ant-pattern.ts';
import type { Separator } from '../core/ant-pattern.ts';
import { isDestination } from '../core/destination.ts';
import type { Journal } from '../core/journal.ts';

/** Says that the destinations of a pattern, e.g. `/topic/orders/{orderId}`, are backed by a journal. */
export interface JournalMapping {
  /** As for handlers: an Ant pattern, with the engine's separator. */
  pattern: string;
  journal: Journal;
}

/** Destinations whose answer is remembered; strangers choose them, hence a limit. */
const MAX_KNOWN_DESTINATIONS = 10_000;

/**
 * Answers the journal of a destination, by the first pattern that fits; it is asked for every SEND. Throws TypeError
 * for a pattern that no destination could fit, SyntaxError for a regular expression that is none.
 */
export function createJournalLookup(
  mappings: readonly JournalMapping[],
  separator: Separator,
  maxKnown = MAX_KNOWN_DESTINATIONS,
): (destination: string) => Journal | undefined {
  if (mappings.length === 0) return () => undefined;
  const compiled = mappings.map((mapping) => ({ mapping, pattern: compile(mapping.pattern, separator) }));
  /** False where there is none. */
  const known = new Map<string, Journal | false>();

  function lookUp(destination: string): Journal | false {
    const found = compiled.find(({ pattern }) => pattern.matches(destination));
    const journal = found ? found.mapping.journal : false;
    const [oldest] = known.keys();
    if (known.size >= maxKnown && oldest !== undefined) known.delete(oldest);
    known.set(destination, journal);
    return journal;
  }

  return (destination) => (known.get(destination) ?? lookUp(destination)) || undefined;
}

function compile(pattern: string, separator: Separator): AntPattern {
  if (isDestination(pattern)) return new AntPattern(pattern, separator);
  throw new TypeError(
    `The pattern ${JSON.stringify(pattern)} of a journal fits no destination: begin it with a slash.`,
  );
}
