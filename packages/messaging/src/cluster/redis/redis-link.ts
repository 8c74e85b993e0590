import { createHash } from 'node:crypto';
import { createClient, RESP_TYPES } from 'redis';
import type { RedisClientOptions } from 'redis';
import { answerWithin } from '../../core/answer-within.ts';
import type { Timers } from '../../core/timer-wheel.ts';

/** How to reach Redis: node-redis's own options, of which those that say how to reconnect are ours. */
export type RedisConnectOptions = Omit<RedisClientOptions, 'modules' | 'functions' | 'scripts' | 'RESP'>;

type Client = ReturnType<typeof clientOf>;

const BUFFERS = { typeMapping: { [RESP_TYPES.BLOB_STRING]: Buffer } };

/** A client that gives up when its connection is lost, and keeps no commands for later. */
function clientOf(redis: RedisConnectOptions) {
  return createClient({
    ...redis,
    disableOfflineQueue: true,
    socket: { ...redis.socket, reconnectStrategy: false },
  });
}

export interface RedisLinkOptions {
  readonly redis: RedisConnectOptions;
  readonly timers: Timers;
  /** What will be run. */
  readonly scripts: readonly RedisScript[];
  /** How long connecting may take. */
  readonly connectLimitMs: number;
  /** Called once, when either connection is lost; not after `destroy`. */
  readonly onLost: (error: unknown) => void;
}

/** A Lua script with its SHA-1, by which Redis knows it once it has run. */
export interface RedisScript {
  readonly text: string;
  readonly sha: string;
}

export function redisScript(text: string): RedisScript {
  return { text, sha: createHash('sha1').update(text).digest('hex') };
}

/** What messages of channels come to: the channel, and the bytes. */
export type OnRedisMessage = (bytes: Buffer, channel: Buffer) => void;

/**
 * Two connections to Redis, one that subscribes and one that does everything else. They live and die
 * together: a link that is lost is never repaired, a new one takes its place.
 */
export class RedisLink {
  readonly #commands: Client;
  readonly #subscriber: Client;
  #onLost: ((error: unknown) => void) | undefined;

  private constructor(commands: Client, subscriber: Client, onLost: (error: unknown) => void) {
    this.#commands = commands;
    this.#subscriber = subscriber;
    this.#onLost = onLost;
    for (const client of [commands, subscriber]) client.on('error', (error: unknown) => this.lose(error));
  }

  /** Connects; rejects when that fails or takes too long. */
  static async open({
    redis,
    timers,
    scripts,
    connectLimitMs,
    onLost,
  }: RedisLinkOptions): Promise<RedisLink> {
    const link = new RedisLink(clientOf(redis), clientOf(redis), onLost);
    try {
      await answerWithin(connectLimitMs, timers, link.#connect(scripts));
      return link;
    } catch (error) {
      link.destroy();
      throw error;
    }
  }

  async #connect(scripts: readonly RedisScript[]): Promise<void> {
    await Promise.all([this.#commands.connect(), this.#subscriber.connect()]);
    await Promise.all(scripts.map(({ text }) => this.#commands.sendCommand(['SCRIPT', 'LOAD', text])));
  }

  /** Gives the link up as if it had been lost. */
  lose(error: unknown): void {
    const onLost = this.#onLost;
    this.destroy();
    onLost?.(error);
  }

  destroy(): void {
    this.#onLost = undefined;
    this.#commands.destroy();
    this.#subscriber.destroy();
  }

  /** Runs a script, also when Redis was told to forget all scripts. Strings of its answer are Buffers. */
  async run(script: RedisScript, keys: string[], args: (string | Buffer)[]): Promise<unknown> {
    const rest = [String(keys.length), ...keys, ...args];
    try {
      return await this.#commands.sendCommand<unknown>(['EVALSHA', script.sha, ...rest], BUFFERS);
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
      return this.#commands.sendCommand<unknown>(['EVAL', script.text, ...rest], BUFFERS);
    }
  }

  publish(channel: string, bytes: Buffer): Promise<unknown> {
    return this.#commands.publish(channel, bytes);
  }

  async subscribe(channels: string[], onMessage: OnRedisMessage): Promise<void> {
    await this.#subscriber.subscribe(channels, onMessage, true);
  }

  async unsubscribe(channels: string[], onMessage: OnRedisMessage): Promise<void> {
    await this.#subscriber.unsubscribe(channels, onMessage, true);
  }

  async subscribePatterns(globs: string[], onMessage: OnRedisMessage): Promise<void> {
    await this.#subscriber.pSubscribe(globs, onMessage, true);
  }

  async unsubscribePatterns(globs: string[], onMessage: OnRedisMessage): Promise<void> {
    await this.#subscriber.pUnsubscribe(globs, onMessage, true);
  }

  /** Settles when the subscribing connection answers. */
  async ping(): Promise<void> {
    await this.#subscriber.ping();
  }
}
