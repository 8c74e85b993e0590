import type { Separator } from '../core/ant-pattern.ts';
import type { Broker } from '../core/broker.ts';
import { isDestination } from '../core/destination.ts';
import { MessagingError } from '../core/errors.ts';

/** Answers the path behind the application prefix of a destination; undefined when it has none of them. */
export type PathOf = (destination: string) => string | undefined;

/**
 * Prepares the application prefixes. With the separator `/` a path begins with its slash (`/app/chat` is
 * `/chat`), with `.` it has none (`/app/chat.say` is `chat.say`), as in Spring. Throws TypeError for a prefix
 * that is no destination.
 */
export function compilePrefixes(prefixes: readonly string[], separator: Separator): PathOf {
  const withSlash = prefixes.map((prefix) => {
    const text = prefix.endsWith('/') ? prefix : `${prefix}/`;
    if (!isDestination(text))
      throw new TypeError(`The application prefix ${prefix} must be a path such as /app.`);
    return text;
  });
  const dropped = separator === '/' ? 1 : 0;
  return (destination) => {
    for (const prefix of withSlash) {
      if (destination.startsWith(prefix)) return destination.slice(prefix.length - dropped);
    }
    return undefined;
  };
}

/** Throws TypeError when the broker serves an application prefix too: a message has one place to go. */
export function refuseOverlap(prefixes: readonly string[], broker: Broker): void {
  for (const prefix of prefixes) {
    if (serves(broker, `${prefix}/x`)) {
      throw new TypeError(
        `The broker serves ${prefix} too: give createMessaging another applicationPrefix, or the broker other prefixes.`,
      );
    }
  }
}

function serves(broker: Broker, destination: string): boolean {
  try {
    broker.check('SEND', destination);
    return true;
  } catch (error) {
    // Any other refusal comes from who knows the prefix.
    return !(error instanceof MessagingError && error.code === 'unknown_destination');
  }
}
