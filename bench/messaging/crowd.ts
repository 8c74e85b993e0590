import type { LoadSocket } from './load-socket.ts';
import type { LoadStream } from './load-stream.ts';
import type { ServerUnderLoad } from './server-under-load.ts';

export interface CrowdPlan {
  readonly topics: number;
  readonly subscribersPerTopic: number;
  /** Who sends: one client for all, or any subscriber, taken at random. */
  readonly senders: 'one' | 'anyone';
  /** Subscription ids: the same for all, or one of its own for each. */
  readonly ids?: 'shared' | 'own';
  /** Further subscribers of each topic that never read. */
  readonly sleepersPerTopic?: number;
}

/** The clients of one server: they subscribe to numbered topics, and send to topics taken at random. */
export class Crowd {
  readonly server: ServerUnderLoad;
  /** Milliseconds from a message's sending to the last subscriber's having it, since `latencies` was last emptied. */
  latencies: number[] = [];
  readonly #plan: CrowdPlan;
  readonly #publisher: LoadSocket;
  readonly #subscribers: (LoadSocket | LoadStream)[] = [];
  #sleepers: LoadSocket[] = [];
  readonly #messages: Buffer[] = [];
  /** When the messages that are under way were sent, by topic. */
  readonly #sentMs: number[][] = [];
  #outstanding = 0;
  #completed = 0;
  #random = 1;

  private constructor(server: ServerUnderLoad, plan: CrowdPlan, publisher: LoadSocket) {
    this.server = server;
    this.#plan = plan;
    this.#publisher = publisher;
  }

  /** With another server, the one client that sends for all is connected there. */
  static async gather(server: ServerUnderLoad, plan: CrowdPlan, publishAt = server): Promise<Crowd> {
    const crowd = new Crowd(server, plan, await publishAt.subscribe(nameOf(plan.topics)));
    for (let topic = 0; topic < plan.topics; topic += 1) await crowd.#fill(topic);
    await crowd.wakeSleepers();
    return crowd;
  }

  /** Messages that were sent and that the last subscriber of their topic has not got yet. */
  get outstanding(): number {
    return this.#outstanding;
  }

  /** Messages that arrived, times those who were to get them, whether they read or not. */
  get deliveries(): number {
    return this.#completed * (this.#plan.subscribersPerTopic + (this.#plan.sleepersPerTopic ?? 0));
  }

  send(): void {
    const topic = this.#pick(this.#plan.topics);
    const message = this.#messages[topic];
    const anyone = this.#subscribers[this.#pick(this.#subscribers.length)];
    const sender = this.#plan.senders === 'one' ? this.#publisher : anyone;
    if (!message || !sender) throw new RangeError(`There is no topic ${topic}.`);
    if (!('write' in sender)) throw new RangeError('Only clients on WebSocket send.');
    this.#sentMs[topic]?.push(performance.now());
    this.#outstanding += 1;
    sender.write(message);
  }

  /** Replaces the sleepers that were sent away by new ones. */
  async wakeSleepers(): Promise<void> {
    const { topics, sleepersPerTopic = 0 } = this.#plan;
    this.#sleepers = this.#sleepers.filter((sleeper) => sleeper.isOpen);
    while (this.#sleepers.length < topics * sleepersPerTopic) {
      const sleeper = await this.server.subscribe(nameOf(this.#sleepers.length % topics));
      sleeper.sleep();
      this.#sleepers.push(sleeper);
    }
  }

  leave(): void {
    for (const socket of [this.#publisher, ...this.#subscribers, ...this.#sleepers]) socket.destroy();
  }

  async #fill(topic: number): Promise<void> {
    const { subscribersPerTopic, ids } = this.#plan;
    const name = nameOf(topic);
    this.#messages.push(this.server.wire.messageTo(name));
    this.#sentMs.push([]);
    for (let n = 0; n < subscribersPerTopic; n += 1) {
      const id = ids === 'own' ? String(this.#subscribers.length) : '0';
      this.#subscribers.push(await this.server.follow(name, id));
    }
    // The one that joined last is written last: what it has, all have been given.
    const last = this.#subscribers.at(-1);
    if (last) this.#watch(last, topic);
  }

  #watch(subscriber: LoadSocket | LoadStream, topic: number): void {
    const counter = this.server.counter();
    const sentMs = this.#sentMs[topic] ?? [];
    subscriber.onBytes = (bytes) => {
      const before = counter.count;
      counter.push(bytes);
      const nowMs = performance.now();
      for (let n = before; n < counter.count; n += 1) this.latencies.push(nowMs - (sentMs.shift() ?? NaN));
      this.#outstanding -= counter.count - before;
      this.#completed += counter.count - before;
    };
  }

  /** The same sequence for each crowd (Lehmer's generator, as Park and Miller have it). */
  #pick(count: number): number {
    this.#random = (this.#random * 48_271) % 2_147_483_647;
    return this.#random % count;
  }
}

function nameOf(topic: number): string {
  return String(topic).padStart(4, '0');
}
