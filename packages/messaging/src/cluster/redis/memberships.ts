/** What brings a set of channels to Redis. */
export interface MembershipWire {
  readonly subscribe: (channels: string[]) => Promise<void>;
  readonly unsubscribe: (channels: string[]) => Promise<void>;
}

/** Channels per command: Redis serves nobody else meanwhile. */
const MAX_CHANNELS_PER_COMMAND = 1_000;

/**
 * The channels that this node wants to hear, and those that Redis was asked for. Wishes of one turn are
 * sent together; what is joined and left in one turn costs nothing.
 */
export class Memberships {
  readonly #wanted = new Set<string>();
  readonly #asked = new Set<string>();
  readonly #touched = new Set<string>();
  #wire: MembershipWire | undefined;
  #settling: Promise<void> | undefined;

  /** Answers a promise while Redis has not confirmed; nothing when it has, or when there is no link. */
  join(channel: string): void | Promise<void> {
    this.#wanted.add(channel);
    return this.#touch(channel);
  }

  leave(channel: string): void {
    this.#wanted.delete(channel);
    void this.#touch(channel);
  }

  /** Joins all that is wanted over a new link; settles when Redis has confirmed. */
  async connect(wire: MembershipWire): Promise<void> {
    this.#wire = wire;
    this.#asked.clear();
    for (const channel of this.#wanted) this.#touched.add(channel);
    await this.#settle();
  }

  disconnect(): void {
    this.#wire = undefined;
    this.#settling = undefined;
  }

  #touch(channel: string): void | Promise<void> {
    this.#touched.add(channel);
    if (!this.#wire) return;
    // A lost link lets whoever waits go on: what was wanted is joined by the next one.
    this.#settling ??= new Promise((resolve) => {
      setImmediate(() => {
        this.#settling = undefined;
        this.#settle().then(resolve, resolve);
      });
    });
    return this.#settling;
  }

  async #settle(): Promise<void> {
    const wire = this.#wire;
    const touched = [...this.#touched];
    this.#touched.clear();
    if (!wire) return;
    const joins = touched.filter((channel) => this.#wanted.has(channel) && !this.#asked.has(channel));
    const leaves = touched.filter((channel) => !this.#wanted.has(channel) && this.#asked.has(channel));
    for (const channel of joins) this.#asked.add(channel);
    for (const channel of leaves) this.#asked.delete(channel);
    await Promise.all([
      ...chunksOf(leaves).map((chunk) => wire.unsubscribe(chunk)),
      ...chunksOf(joins).map((chunk) => wire.subscribe(chunk)),
    ]);
  }
}

function chunksOf(channels: string[]): string[][] {
  const chunks: string[][] = [];
  for (let from = 0; from < channels.length; from += MAX_CHANNELS_PER_COMMAND) {
    chunks.push(channels.slice(from, from + MAX_CHANNELS_PER_COMMAND));
  }
  return chunks;
}
