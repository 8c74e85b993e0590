import type { ClusterBus } from '../core/cluster-bus.ts';

interface Joined {
  subscriptions: number;
  /** While the bus has not answered yet. */
  joining: Promise<void> | undefined;
}

type Joining = Pick<ClusterBus, 'join' | 'leave'>;

/** Joins a channel for the first who needs it, and leaves it after the last. */
export class JoinedChannels {
  readonly #bus: Joining;
  readonly #joined = new Map<string, Joined>();

  constructor(bus: Joining) {
    this.#bus = bus;
  }

  /** One more needs the channel. Answers a promise while messages of other nodes may still be missed. */
  join(channel: string): void | Promise<void> {
    const known = this.#joined.get(channel);
    if (known) {
      known.subscriptions += 1;
      return known.joining;
    }
    const joined: Joined = { subscriptions: 1, joining: undefined };
    this.#joined.set(channel, joined);
    const answer = this.#bus.join(channel);
    joined.joining = answer?.finally(() => (joined.joining = undefined));
    return joined.joining;
  }

  /** One fewer does. */
  leave(channel: string): void {
    const joined = this.#joined.get(channel);
    if (!joined) return;
    joined.subscriptions -= 1;
    if (joined.subscriptions > 0) return;
    this.#joined.delete(channel);
    this.#bus.leave(channel);
  }
}
