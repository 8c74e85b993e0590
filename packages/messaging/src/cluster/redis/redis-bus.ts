import { randomBytes } from 'node:crypto';
import { answerWithin } from '../../core/answer-within.ts';
import type {
  ClusterBus,
  ClusterCounts,
  ClusterListener,
  ClusterState,
  RowChange,
} from '../../core/cluster-bus.ts';
import type { Logger } from '../../core/logger.ts';
import type { Timer, Timers } from '../../core/timer-wheel.ts';
import { Inbox } from './inbox.ts';
import { Memberships } from './memberships.ts';
import { Outbox } from './outbox.ts';
import { reconnectDelayMs } from './reconnect-delay.ts';
import { RedisLink } from './redis-link.ts';
import type { RedisConnectOptions } from './redis-client.ts';
import { RedisNotices } from './redis-notices.ts';
import { RedisRows } from './redis-rows.ts';
import { CLUSTER_SCRIPTS } from './scripts.ts';

/** How long Redis may take to confirm that a channel was joined: a SUBSCRIBE waits for it. */
const JOIN_LIMIT_MS = 3_000;

/** Beats in one lease: one may fail, and a node that missed one is not gone. */
const BEATS_PER_LEASE = 4;

export interface RedisBusOptions {
  readonly redis: RedisConnectOptions;
  /** What keys and channels begin with. */
  readonly prefix: string;
  /** A node that dies is gone for the others within this time. */
  readonly leaseMs: number;
  readonly maxPendingBytes: number;
  readonly timers: Timers;
  readonly logger: Logger;
}

/** The link between nodes over Redis: its pub/sub for channels, a hash per node for rows, a stream for notices. */
export class RedisBus implements ClusterBus {
  readonly nodeId = randomBytes(9).toString('base64url');
  readonly counts: ClusterCounts = { nodes: 0, published: 0, received: 0, unsent: 0, malformed: 0 };
  readonly #options: RedisBusOptions;
  readonly #beatMs: number;
  readonly #channelPrefix: string;
  readonly #channels = new Memberships();
  readonly #patterns = new Memberships();
  readonly #inbox: Inbox;
  readonly #outbox: Outbox;
  readonly #rows: RedisRows;
  readonly #notices: RedisNotices;
  #listener: ClusterListener | undefined;
  #link: RedisLink | undefined;
  #state: ClusterState = 'degraded';
  /** While it is not known yet whether Redis is there. */
  #firstAttempt: Promise<void> | undefined;
  #failures = 0;
  #isWaiting = false;
  #timer: Timer | undefined;
  #isClosed = false;

  constructor(options: RedisBusOptions) {
    const { prefix, leaseMs, timers } = options;
    const { nodeId, counts } = this;
    this.#options = options;
    this.#beatMs = leaseMs / BEATS_PER_LEASE;
    this.#channelPrefix = `${prefix}channel:`;
    this.#inbox = new Inbox(nodeId, counts);
    this.#outbox = new Outbox({
      nodeId,
      counts,
      maxPendingBytes: options.maxPendingBytes,
      send: (channel, batch) => this.#requireLink().publish(this.#channelPrefix + channel, batch),
    });
    const listener = (): ClusterListener | undefined => this.#listener;
    this.#rows = new RedisRows({ nodeId, counts, prefix, leaseMs, timers, listener });
    this.#notices = new RedisNotices({ nodeId, counts, prefix, timers, listener });
  }

  get state(): ClusterState {
    return this.#state;
  }

  start(listener: ClusterListener): void {
    this.#listener = listener;
    this.#firstAttempt = this.#connect().finally(() => (this.#firstAttempt = undefined));
  }

  publish(channel: string, payload: Uint8Array): void {
    if (this.#link) this.#outbox.publish(channel, payload);
    else this.counts.unsent += 1;
  }

  join(channel: string): void | Promise<void> {
    return this.#channels.join(channel) ?? this.#firstAttempt;
  }

  leave(channel: string): void {
    this.#channels.leave(channel);
  }

  joinPattern(pattern: string): void | Promise<void> {
    return this.#patterns.join(pattern) ?? this.#firstAttempt;
  }

  leavePattern(pattern: string): void {
    this.#patterns.leave(pattern);
  }

  notify(payload: Uint8Array): void {
    this.#notices.notify(payload);
  }

  setRows(changes: readonly RowChange[]): void {
    this.#rows.set(changes);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#timer?.cancel();
    const link = this.#link;
    if (!link) return;
    this.#outbox.flush();
    await answerWithin(this.#beatMs, this.#options.timers, this.#rows.leave(link)).catch(() => undefined);
    this.#link = undefined;
    link.destroy();
  }

  async #connect(): Promise<void> {
    const { redis, timers } = this.#options;
    this.#isWaiting = false;
    try {
      const link = await RedisLink.open({
        redis,
        timers,
        scripts: CLUSTER_SCRIPTS,
        connectLimitMs: this.#beatMs * BEATS_PER_LEASE,
        onLost: (error) => this.#lost(error),
      });
      if (this.#isClosed) link.destroy();
      else await this.#join(link);
    } catch (error) {
      this.#lost(error);
    }
  }

  /** Takes part in everything that a node takes part in; only then is the node joined. */
  async #join(link: RedisLink): Promise<void> {
    this.#link = link;
    const onMessage = (bytes: Buffer, channel: Buffer): void => this.#receive(bytes, channel);
    const toChannel = (channel: string): string => this.#channelPrefix + channel;
    const toGlob = (pattern: string): string => globOf(this.#channelPrefix, pattern);
    const joining = Promise.all([
      this.#channels.connect({
        subscribe: (channels) => this.#confirm(link, link.subscribe(channels.map(toChannel), onMessage)),
        unsubscribe: (channels) => link.unsubscribe(channels.map(toChannel), onMessage),
      }),
      this.#patterns.connect({
        subscribe: (patterns) => this.#confirm(link, link.subscribePatterns(patterns.map(toGlob), onMessage)),
        unsubscribe: (patterns) => link.unsubscribePatterns(patterns.map(toGlob), onMessage),
      }),
      this.#notices.connect(link),
      this.#rows.connect(link),
    ]);
    await answerWithin(this.#beatMs * BEATS_PER_LEASE, this.#options.timers, joining);
    if (this.#link !== link) return;
    this.#failures = 0;
    this.#setState('joined');
    this.#options.logger.info({ node: this.nodeId }, 'the node has joined the cluster');
    this.#scheduleBeat(link);
  }

  /** A link that does not answer is no link: whoever waits for it goes on without. */
  async #confirm(link: RedisLink, joining: Promise<void>): Promise<void> {
    try {
      await answerWithin(JOIN_LIMIT_MS, this.#options.timers, joining);
    } catch (error) {
      link.lose(error);
      throw error;
    }
  }

  #scheduleBeat(link: RedisLink): void {
    this.#timer = this.#options.timers.schedule(this.#beatMs, () => {
      answerWithin(
        this.#beatMs,
        this.#options.timers,
        Promise.all([this.#rows.beat(link), link.ping()]),
      ).then(
        () => {
          if (this.#link === link && !this.#isClosed) this.#scheduleBeat(link);
        },
        (error: unknown) => link.lose(error),
      );
    });
  }

  #lost(error: unknown): void {
    // A link that is lost while it joins says so twice.
    if (this.#isClosed || this.#isWaiting) return;
    this.#isWaiting = true;
    const wasLinked = this.#link !== undefined;
    this.#link?.destroy();
    this.#link = undefined;
    for (const part of [this.#channels, this.#patterns, this.#notices, this.#rows]) part.disconnect();
    if (wasLinked || this.#failures === 0) {
      this.#options.logger.warn({ err: error, node: this.nodeId }, 'the link to the cluster is lost');
    }
    this.#setState('degraded');
    this.#timer?.cancel();
    this.#timer = this.#options.timers.schedule(reconnectDelayMs(this.#failures), () => void this.#connect());
    this.#failures += 1;
  }

  #setState(state: ClusterState): void {
    // A cluster that was never joined is degraded too, and somebody must hear of it.
    if (this.#state === state && (state === 'joined' || this.#failures > 0)) return;
    this.#state = state;
    this.#listener?.onState(state);
  }

  #receive(bytes: Buffer, channel: Buffer): void {
    const payloads = this.#inbox.open(bytes);
    if (payloads.length === 0) return;
    const name = channel.toString('utf8', Buffer.byteLength(this.#channelPrefix));
    for (const payload of payloads) {
      if (!this.#listener?.onMessage(name, payload)) this.counts.malformed += 1;
    }
  }

  #requireLink(): RedisLink {
    if (!this.#link) throw new Error('There is no link to Redis.');
    return this.#link;
  }
}

/** A pattern of channels as Redis writes it, where more than `*` is special. */
function globOf(prefix: string, pattern: string): string {
  return `${prefix}${pattern}`
    .split('*')
    .map((literal) => literal.replace(/[?[\]\\^]/g, String.raw`\$&`))
    .join('*');
}
