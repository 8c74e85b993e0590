import { sql } from 'kysely';
import type { Database } from '../database.ts';
import type { Logger } from '../logging.ts';
import { sessionEndSchema } from './session-end.ts';
import type { SessionEnd } from './session-end.ts';

/** Tells whoever keeps sockets which of them are to be closed. */
export interface SessionEnds {
  /** Never rejects: the session has ended already, and who was not told finds out by itself. */
  tell(end: SessionEnd): Promise<void>;
  onEnd(listener: (end: SessionEnd) => void): void;
  close(): Promise<void>;
}

export interface SessionEndsParts {
  readonly database: Database;
  readonly logger: Logger;
  /** Whether nodes hear of each other through the database; false where something else carries it, or there is one. */
  readonly acrossNodes: boolean;
}

const CHANNEL = 'carillon_session_ended';
/** How long after a failure to listen it is tried again. */
const LISTEN_RETRY_MS = 1_000;

export function createSessionEnds({ database, logger, acrossNodes }: SessionEndsParts): SessionEnds {
  const listeners: ((end: SessionEnd) => void)[] = [];
  let retry: NodeJS.Timeout | undefined;
  let isClosed = false;
  let listening: Promise<(() => Promise<void>) | undefined> = Promise.resolve(undefined);
  if (acrossNodes) listening = listen();

  function hear(end: SessionEnd): void {
    for (const listener of listeners) listener(end);
  }

  function read(payload: string): void {
    try {
      hear(sessionEndSchema.parse(JSON.parse(payload)));
    } catch (err) {
      logger.error({ err }, 'another node said something about a session that nobody understands');
    }
  }

  async function listen(): Promise<(() => Promise<void>) | undefined> {
    try {
      return await database.listen(CHANNEL, read);
    } catch (err) {
      logger.warn({ err }, 'listening for the ends of sessions failed');
      if (!isClosed) retry = setTimeout(listenAgain, LISTEN_RETRY_MS).unref();
      return undefined;
    }
  }

  function listenAgain(): void {
    listening = listen();
  }

  return {
    async tell(end) {
      // Here at once; the same comes back from the database and finds nothing left to close.
      hear(end);
      if (!acrossNodes) return;
      try {
        await sql`select pg_notify(${CHANNEL}, ${JSON.stringify(end)})`.execute(database.db);
      } catch (err) {
        logger.warn({ err }, 'the other nodes were not told that a session ended');
      }
    },
    onEnd: (listener) => void listeners.push(listener),
    async close() {
      isClosed = true;
      clearTimeout(retry);
      await (await listening)?.().catch((err: unknown) => logger.warn({ err }, 'listening did not end'));
    },
  };
}
