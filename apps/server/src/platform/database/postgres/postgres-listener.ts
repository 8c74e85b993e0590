import type pg from 'pg';
import type { Database } from '../../database.ts';
import { Listeners } from '../listeners.ts';

export interface PostgresListenerOptions {
  /** Makes a client that is not connected yet. */
  connect: () => pg.Client;
  onConnectionError: (error: Error) => void;
  /** Wait before connecting again; doubled with each failure in a row. */
  reconnectMinMs?: number;
  reconnectMaxMs?: number;
}

export interface PostgresListener {
  readonly listen: Database['listen'];
  readonly close: () => Promise<void>;
}

/** Listens on one connection of its own, renewed when it breaks: a pooled one would not stay. */
export function createPostgresListener(options: PostgresListenerOptions): PostgresListener {
  const { reconnectMinMs = 250, reconnectMaxMs = 10_000, onConnectionError } = options;
  const listeners = new Listeners();
  let client: pg.Client | undefined;
  let opening: Promise<pg.Client> | undefined;
  let retry: NodeJS.Timeout | undefined;
  let failuresInARow = 0;
  let closed = false;

  function connected(): Promise<pg.Client> {
    if (client) return Promise.resolve(client);
    opening ??= open().finally(() => (opening = undefined));
    return opening;
  }

  async function open(): Promise<pg.Client> {
    const fresh = options.connect();
    fresh.on('notification', ({ channel, payload }) => listeners.dispatch(channel, payload ?? ''));
    fresh.on('error', onConnectionError);
    fresh.on('end', () => {
      if (client === fresh) client = undefined;
      reconnectLater();
    });
    await fresh.connect();
    for (const channel of listeners.channels) await fresh.query(`listen ${channel}`);
    client = fresh;
    failuresInARow = 0;
    return fresh;
  }

  function reconnectLater(): void {
    if (closed || retry || listeners.channels.length === 0) return;
    const waitMs = Math.min(reconnectMinMs * 2 ** failuresInARow, reconnectMaxMs);
    failuresInARow += 1;
    retry = setTimeout(() => {
      retry = undefined;
      connected().catch((error: unknown) => {
        onConnectionError(error as Error);
        reconnectLater();
      });
    }, waitMs);
    retry.unref();
  }

  return {
    async listen(channel, onPayload) {
      if (listeners.add(channel, onPayload)) {
        try {
          // Twice is once: a client that has just been opened listens already.
          await (await connected()).query(`listen ${channel}`);
        } catch (error) {
          listeners.remove(channel, onPayload);
          throw error;
        }
      }
      return async () => {
        if (listeners.remove(channel, onPayload)) await client?.query(`unlisten ${channel}`);
      };
    },
    async close() {
      closed = true;
      clearTimeout(retry);
      await opening?.catch(() => undefined);
      await client?.end();
    },
  };
}
