import type { ClusterCounts, ClusterListener } from '../../core/cluster-bus.ts';
import type { Timers } from '../../core/timer-wheel.ts';
import type { RedisLink } from './redis-link.ts';
import { NOTIFY, READ_NOTICES } from './scripts.ts';

/** Notices that Redis keeps for nodes whose link is down … */
const MAX_KEPT_NOTICES = 10_000;
/** … and for how long. */
const KEPT_NOTICES_MS = 24 * 60 * 60 * 1_000;
/** Notices of this node that wait for its own link; the oldest are forgotten. */
const MAX_UNSENT_NOTICES = 10_000;
const MAX_NOTICES_PER_READ = 1_000;
/** A node that starts also hears what was said a moment before: the wheel's time is that much behind. */
const START_MARGIN_MS = 1_000;

export interface RedisNoticesParts {
  readonly nodeId: string;
  readonly counts: ClusterCounts;
  readonly prefix: string;
  readonly timers: Timers;
  readonly listener: () => ClusterListener | undefined;
}

/** Notices to all nodes: told at once to those that are linked, and kept in a stream for those that are not. */
export class RedisNotices {
  readonly #parts: RedisNoticesParts;
  readonly #key: string;
  readonly #startedMs: number;
  #unsent: Uint8Array[] = [];
  #link: RedisLink | undefined;
  /** The id of the last notice that was read. */
  #lastId = '';
  #isStale = false;
  /** The link over which they are being read. */
  #reading: RedisLink | undefined;

  constructor(parts: RedisNoticesParts) {
    this.#parts = parts;
    this.#key = `${parts.prefix}notices`;
    this.#startedMs = parts.timers.nowMs;
  }

  /** A link over which a notice cannot be sent is no link: who was to be sent away stays on other nodes. */
  notify(payload: Uint8Array): void {
    this.#keep(payload);
    const link = this.#link;
    if (link) this.#sendAll(link).catch((error: unknown) => link.lose(error));
  }

  /** Hears notices from now on, and those that were missed, and says what could not be said before. */
  async connect(link: RedisLink): Promise<void> {
    const onWake = (): void => {
      this.#readNew(link).catch((error: unknown) => link.lose(error));
    };
    await link.subscribe([this.#key], onWake);
    await this.#readNew(link);
    this.#link = link;
    await this.#sendAll(link);
  }

  disconnect(): void {
    this.#link = undefined;
    this.#reading = undefined;
  }

  #keep(payload: Uint8Array): void {
    this.#unsent.push(payload);
    if (this.#unsent.length > MAX_UNSENT_NOTICES) this.#unsent.shift();
  }

  async #sendAll(link: RedisLink): Promise<void> {
    const { nodeId } = this.#parts;
    const limits = [String(MAX_KEPT_NOTICES), String(KEPT_NOTICES_MS)];
    const sending = this.#unsent.splice(0).map(async (payload) => {
      try {
        await link.run(NOTIFY, [this.#key], [this.#key, nodeId, Buffer.from(payload), ...limits]);
      } catch (error) {
        // Said twice rather than not at all: it may have got there.
        this.#keep(payload);
        throw error;
      }
    });
    await Promise.all(sending);
  }

  /** What is published only wakes: what counts is in the stream, each notice once. */
  async #readNew(link: RedisLink): Promise<void> {
    this.#isStale = true;
    if (this.#reading === link) return;
    this.#reading = link;
    while (this.#isStale && this.#reading === link) {
      this.#isStale = false;
      const count = await this.#readPage(link);
      if (count === MAX_NOTICES_PER_READ) this.#isStale = true;
    }
    this.#reading = undefined;
  }

  /** Reads the notices after the last one, or, before the first, those since this node began. */
  async #readPage(link: RedisLink): Promise<number> {
    const ageMs = Math.ceil(this.#parts.timers.nowMs - this.#startedMs) + START_MARGIN_MS;
    const args = [this.#lastId, String(ageMs), String(MAX_NOTICES_PER_READ)];
    const answer = (await link.run(READ_NOTICES, [this.#key], args)) as Buffer[];
    for (let index = 0; index + 2 < answer.length; index += 3) {
      const [id, nodeId, payload] = answer.slice(index, index + 3);
      if (id && nodeId && payload) this.#take(id.toString(), nodeId.toString(), payload);
    }
    return answer.length / 3;
  }

  #take(id: string, nodeId: string, payload: Buffer): void {
    this.#lastId = id;
    if (nodeId === this.#parts.nodeId) return;
    if (!this.#parts.listener()?.onNotice(payload)) this.#parts.counts.malformed += 1;
  }
}
