import { randomUUID } from 'node:crypto';
import type { Journal, JournalEntry, JournalPage } from '../../core/journal.ts';
import { encodePayload } from '../../core/payload.ts';
import { APPEND, JOURNAL_SCRIPTS, READ_PAGE, TRIM } from './journal-scripts.ts';
import { reconnectDelayMs } from './reconnect-delay.ts';
import { createRedisClient, readRedisAddress } from './redis-client.ts';
import type { RedisAddress, RedisClient } from './redis-client.ts';
import { loadScripts, runScript } from './redis-script.ts';
import type { RedisScript } from './redis-script.ts';

export interface RedisJournalOptions extends RedisAddress {
  /** Entries kept per destination, and somewhat more; the oldest go first. Default: 10 000. */
  maxEntries?: number;
  /** Told when Redis cannot be reached; reading and appending say so themselves. */
  onError?: (error: unknown) => void;
}

/** A journal on Redis Streams. It is as durable as Redis is told to be: see `appendfsync`. */
export interface RedisJournal extends Journal {
  /**
   * Appends one event and answers its number. A string is stored as UTF-8, other values as JSON. A
   * rejection says that it is not known whether it was stored.
   */
  append(destination: string, payload: unknown): Promise<number>;
  /** Forgets the entries of a destination up to a number. */
  trim(destination: string, upTo: number): Promise<void>;
  /** Ends the connections; nothing works afterwards. */
  close(): void;
}

/** Opens a journal, also when Redis is not there yet. Throws TypeError for a prefix that cannot work. */
export function redisJournal(options: RedisJournalOptions = {}): RedisJournal {
  return new StreamJournal(options);
}

class StreamJournal implements RedisJournal {
  readonly #commands: RedisClient;
  readonly #subscriber: RedisClient;
  readonly #prefix: string;
  readonly #maxEntries: string;
  readonly #listeners = new Set<(destination: string) => void>();
  /** Settles when Redis has answered for the first time, or has not. */
  readonly #opening: Promise<unknown>;

  constructor(options: RedisJournalOptions) {
    const { maxEntries = 10_000, onError = () => undefined } = options;
    const { redis, prefix } = readRedisAddress(options);
    this.#prefix = `${prefix}journal:`;
    this.#maxEntries = String(maxEntries);
    this.#commands = createRedisClient(redis, reconnectDelayMs);
    this.#subscriber = createRedisClient(redis, reconnectDelayMs);
    this.#opening = this.#open((error) => tell(onError, error));
  }

  async append(destination: string, payload: unknown): Promise<number> {
    const { bytes, contentType } = encodePayload(payload);
    const args = [
      this.#channel,
      destination,
      this.#maxEntries,
      randomUUID(),
      Buffer.from(bytes),
      contentType,
    ];
    return Number(await this.#run(APPEND, destination, args));
  }

  async read(destination: string, after: number, limit: number): Promise<JournalPage> {
    const answer = (await this.#run(READ_PAGE, destination, [String(after), String(limit)])) as Buffer[];
    const [newest, epoch, oldest, ...rest] = answer;
    const newestSeq = Number(newest);
    const oldestSeq = oldest?.length ? readSeq(oldest) : newestSeq + 1;
    const entries: JournalEntry[] = [];
    for (let index = 0; index + 2 < rest.length; index += 3) {
      const [id, payload, contentType] = rest.slice(index, index + 3);
      if (id && payload && contentType) {
        entries.push({ seq: readSeq(id), payload, contentType: contentType.toString() });
      }
    }
    return { entries, oldestSeq, newestSeq, epoch: epoch?.length ? epoch.toString() : undefined };
  }

  async trim(destination: string, upTo: number): Promise<void> {
    await this.#run(TRIM, destination, [String(upTo)]);
  }

  onAppend(listener: (destination: string) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  close(): void {
    this.#listeners.clear();
    this.#commands.destroy();
    this.#subscriber.destroy();
  }

  get #channel(): string {
    return `${this.#prefix}appended`;
  }

  /** Connects, now and whenever a connection is lost; settles when both are there, or one could not be made. */
  #open(onError: (error: unknown) => void): Promise<unknown> {
    const failed = Promise.withResolvers<undefined>();
    const connect = (client: RedisClient, prepare: () => Promise<unknown>): Promise<unknown> => {
      client.on('error', (error: unknown) => {
        failed.resolve(undefined);
        onError(error);
      });
      client.connect().catch(onError);
      return new Promise((resolve) => client.on('ready', () => void prepare().then(resolve, onError)));
    };
    const connected = Promise.all([
      connect(this.#commands, () => loadScripts(this.#commands, JOURNAL_SCRIPTS)),
      connect(this.#subscriber, () => this.#listen()),
    ]);
    return Promise.race([connected, failed.promise]);
  }

  /** Once: node-redis does it again whenever it has connected anew. */
  async #listen(): Promise<void> {
    if (this.#subscriber.isPubSubActive) return;
    await this.#subscriber.subscribe(this.#channel, (destination) => {
      for (const listener of this.#listeners) listener(destination);
    });
  }

  async #run(script: RedisScript, destination: string, args: (string | Buffer)[]): Promise<unknown> {
    await this.#opening;
    const keys = [`${this.#prefix}entries:${destination}`, `${this.#prefix}head:${destination}`];
    return runScript(this.#commands, script, { keys, args });
  }
}

/** Whoever is told can break nothing: it is told where nobody could catch what it throws. */
function tell(onError: (error: unknown) => void, error: unknown): void {
  try {
    onError(error);
  } catch {
    // It was told.
  }
}

/** The number in the id of an entry. */
function readSeq(id: Buffer): number {
  return Number.parseInt(id.toString('latin1'), 10);
}
