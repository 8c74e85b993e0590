import type { Broker } from '../core/broker.ts';
import type { EngineParts } from '../core/engine-parts.ts';
import { forwardTo } from '../core/broker.ts';
import { isAntPattern } from '../core/ant-pattern.ts';
import { MessagingError } from '../core/errors.ts';
import { JournalFeeds } from './journal-feeds.ts';
import type { JournalMapping } from './journal-lookup.ts';

/** Puts journals before a broker: destinations that have one are fed from it, all others go on. */
export function withJournals(
  broker: Broker,
  mappings: readonly JournalMapping[],
  parts: EngineParts,
): Broker {
  const feeds = new JournalFeeds(mappings, parts);

  return {
    ...forwardTo(broker),
    check(command, destination) {
      if (!feeds.journalOf(destination)) broker.check(command, destination);
      else if (command === 'SEND') throw new MessagingError('journaled_destination', destination);
    },
    subscribe(request) {
      const journal = feeds.journalOf(request.destination);
      if (!journal) return broker.subscribe(request);
      if (isAntPattern(request.destination))
        throw new MessagingError('unsupported_pattern', request.destination);
      // A journal's reader says itself what it has seen, by `after`.
      if (request.ackMode !== 'auto') throw new MessagingError('unsupported_ack', request.destination);
      return feeds.subscribe(journal, request);
    },
    close() {
      feeds.close();
      return broker.close();
    },
  };
}
