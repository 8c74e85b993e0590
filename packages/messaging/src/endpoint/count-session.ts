import { countIn } from '../core/counters.ts';
import type { Counters } from '../core/counters.ts';
import type { Closable, Connections } from './connections.ts';

/** Counts a session as open, so that a drain finds it. Answers what is to be called, once, when it is gone. */
export function countSession(
  session: Closable,
  transport: string,
  { connections, counters }: { readonly connections: Connections; readonly counters: Counters },
): () => void {
  connections.add(session);
  counters.sessions += 1;
  counters.sessionsOpened += 1;
  countIn(counters.transports, transport);
  return () => {
    connections.delete(session);
    counters.sessions -= 1;
    countIn(counters.transports, transport, -1);
  };
}
