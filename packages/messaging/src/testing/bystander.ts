import { setTimeout as wait } from 'node:timers/promises';
import { TestClient } from './test-client.ts';
import type { TestServer } from './test-server.ts';

const DESTINATION = '/topic/bystander';
/** Messages by which it is found out how long one takes while nobody is hostile. */
const QUIET_MESSAGES = 10;
const MESSAGES_AT_ONCE = 5;
const PROBE_EVERY_MS = 25;

/** How long a message may take to a bystander. */
interface Patience {
  /** In any case: the hostile clients, and what they send, are made in this process too. */
  readonly leastMs: number;
  /** Times what the slowest took while nobody was hostile: a machine that is busy is slow for everybody. */
  readonly ratio: number;
}

const PATIENCE: Patience = { leastMs: 3_000, ratio: 100 };

/** A well-behaved client beside a hostile one: it must get everything, in order and in time, and notice nothing. */
export class Bystander {
  readonly #client: TestClient;
  readonly #server: TestServer;
  readonly #probing = new AbortController();
  #sent = 0;
  #limitMs = Infinity;
  /** One after the other: what one waits for must not be taken by another. */
  #last: Promise<void> = Promise.resolve();
  #probed: Promise<void> = Promise.resolve();

  private constructor(client: TestClient, server: TestServer) {
    this.#client = client;
    this.#server = server;
  }

  static async arrive(server: TestServer, patience = PATIENCE): Promise<Bystander> {
    const client = await TestClient.connect(server.url);
    await client.ask('SUBSCRIBE', { id: 'bystander', destination: DESTINATION });
    const bystander = new Bystander(client, server);
    let slowestMs = 0;
    for (let n = 0; n < QUIET_MESSAGES; n += 1) {
      slowestMs = Math.max(slowestMs, await bystander.#exchange(1));
    }
    bystander.#limitMs = Math.max(patience.leastMs, slowestMs * patience.ratio);
    return bystander;
  }

  /** Sends it a few messages and waits for them; throws when one is missing, wrong, out of order or late. */
  missesNothing(): Promise<void> {
    return this.#next(MESSAGES_AT_ONCE);
  }

  /** Sends it messages all the time from now on, one by one, until `leave`. */
  watch(): void {
    this.#probed = this.#probe();
    // Whoever waits for it hears of it at the end.
    this.#probed.catch(() => undefined);
  }

  /** Ends the watch; throws when a message was missing, wrong, out of order or late meanwhile. */
  async leave(): Promise<void> {
    this.#probing.abort();
    await this.#probed;
  }

  async #probe(): Promise<void> {
    const { signal } = this.#probing;
    while (!signal.aborted) {
      await this.#next(1);
      await wait(PROBE_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  #next(count: number): Promise<void> {
    const next = this.#last.then(async () => {
      const tookMs = await this.#exchange(count);
      if (tookMs <= this.#limitMs) return;
      throw new Error(`The bystander waited for ${tookMs} ms, and ${this.#limitMs} ms are too long.`);
    });
    this.#last = next.catch(() => undefined);
    return next;
  }

  /** Answers how long it took until all were there. */
  async #exchange(count: number): Promise<number> {
    const beganMs = performance.now();
    const expected = Array.from({ length: count }, () => String((this.#sent += 1)));
    for (const body of expected) await this.#server.messaging.template.send(DESTINATION, body);
    const bodies = await this.#client.bodies(expected.length);
    if (bodies.join() !== expected.join()) throw new Error(`The bystander got ${bodies.join()}.`);
    return performance.now() - beganMs;
  }
}
