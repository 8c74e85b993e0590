import type { Broker } from '../core/broker.ts';
import type { ClusterBus, ClusterCounts, ClusterState } from '../core/cluster-bus.ts';
import type { EngineParts } from '../core/engine-parts.ts';
import { TOPIC_CHANNEL, withOtherNodes } from './clustered-broker.ts';
import { decodeMessage } from './message-codec.ts';

/** How the cluster is, as statistics and health checks show it. */
export interface ClusterStatus extends ClusterCounts {
  readonly nodeId: string;
  readonly state: ClusterState;
}

/** One engine's part in a cluster: what runs over the link to the other nodes. */
export class Cluster {
  readonly #bus: ClusterBus;
  readonly #parts: EngineParts;
  #broker: Broker | undefined;

  constructor(bus: ClusterBus, parts: EngineParts) {
    this.#bus = bus;
    this.#parts = parts;
  }

  get status(): ClusterStatus {
    const { nodeId, state, counts } = this.#bus;
    return { nodeId, state, ...counts };
  }

  /** Puts the cluster before a broker: what is sent here goes to all nodes, what is sent there comes here. */
  carry(broker: Broker): Broker {
    this.#broker = broker;
    return withOtherNodes(broker, this.#bus);
  }

  /** Begins to look for the other nodes; once all that hears of them is in place. */
  start(): void {
    this.#bus.start({
      onMessage: (channel, payload) => this.#deliver(channel, payload),
      onNotice: () => false,
      onRows: () => undefined,
      onNodeGone: () => undefined,
      onState: (state) => this.#parts.events.emit('cluster', state),
    });
  }

  #deliver(channel: string, payload: Uint8Array): boolean {
    if (!channel.startsWith(TOPIC_CHANNEL)) return false;
    const message = decodeMessage(channel.slice(TOPIC_CHANNEL.length), payload);
    if (!message) return false;
    try {
      const sent = this.#broker?.send(message);
      sent?.catch((error: unknown) => this.#failed(error, message.destination));
    } catch (error) {
      this.#failed(error, message.destination);
    }
    return true;
  }

  #failed(error: unknown, destination: string): void {
    this.#parts.logger.warn({ err: error, destination }, 'a message of another node could not be delivered');
  }
}
