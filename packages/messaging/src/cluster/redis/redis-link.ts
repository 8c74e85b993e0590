import { answerWithin } from '../../core/answer-within.ts';
import type { Timers } from '../../core/timer-wheel.ts';
import { createRedisClient } from './redis-client.ts';
import type { RedisClient, RedisConnectOptions } from './redis-client.ts';
import { loadScripts, runScript } from './redis-script.ts';
import type { RedisScript } from './redis-script.ts';

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

/** What messages of channels come to: the bytes, and the channel. */
export type OnRedisMessage = (bytes: Buffer, channel: Buffer) => void;

/**
 * Two connections to Redis, one that subscribes and one that does everything else. They live and die
 * together: a link that is lost is never repaired, a new one takes its place.
 */
export class RedisLink {
  readonly #commands: RedisClient;
  readonly #subscriber: RedisClient;
  #onLost: ((error: unknown) => void) | undefined;

  private constructor(redis: RedisConnectOptions, onLost: (error: unknown) => void) {
    this.#commands = createRedisClient(redis, false);
    this.#subscriber = createRedisClient(redis, false);
    this.#onLost = onLost;
    for (const client of [this.#commands, this.#subscriber]) {
      client.on('error', (error: unknown) => this.lose(error));
    }
  }

  /** Connects; rejects when that fails or takes too long. */
  static async open(options: RedisLinkOptions): Promise<RedisLink> {
    const { redis, timers, scripts, connectLimitMs, onLost } = options;
    const link = new RedisLink(redis, onLost);
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
    await loadScripts(this.#commands, scripts);
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

  run(script: RedisScript, keys: readonly string[], args: readonly (string | Buffer)[]): Promise<unknown> {
    return runScript(this.#commands, script, { keys, args });
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
