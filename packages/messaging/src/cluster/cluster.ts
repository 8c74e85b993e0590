import type { Broker } from '../core/broker.ts';
import { forwardTo } from '../core/broker.ts';
import type { ClusterBus, ClusterCounts, ClusterState } from '../core/cluster-bus.ts';
import { countIn } from '../core/counters.ts';
import type { DisconnectReason } from '../core/disconnect.ts';
import type { EngineParts } from '../core/engine-parts.ts';
import type { UserRegistry } from '../core/user-registry.ts';
import type { SessionSelector } from '../user/revocations.ts';
import type { UserDirectory } from '../user/user-directory.ts';
import type { UserDestinationResolver } from '../user/user-destination-resolver.ts';
import { nodeChannel, readChannel } from './channels.ts';
import { withOtherNodes } from './clustered-broker.ts';
import { withUsersOfOtherNodes } from './clustered-users.ts';
import { decodeMessage } from './message-codec.ts';
import { decodeNotice, encodeNotice } from './notice-codec.ts';
import { RemoteRegistry } from './remote-registry.ts';
import { sharePresence } from './share-presence.ts';

/** How the cluster is, as statistics and health checks show it. */
export interface ClusterStatus extends ClusterCounts {
  readonly nodeId: string;
  readonly state: ClusterState;
}

/** One engine's part in a cluster: what runs over the link to the other nodes. */
export class Cluster {
  readonly #bus: ClusterBus;
  readonly #parts: EngineParts;
  readonly #others = new RemoteRegistry();
  /** Takes what comes by a destination: below the journals, as it has passed those of its own node. */
  #broker: Broker | undefined;
  /** Takes what comes for users: finds their sessions here. */
  #userBroker: Broker | undefined;
  #wasJoined = false;

  constructor(bus: ClusterBus, parts: EngineParts) {
    this.#bus = bus;
    this.#parts = parts;
  }

  get status(): ClusterStatus {
    const { nodeId, state, counts } = this.#bus;
    return { nodeId, state, ...counts };
  }

  /** The sessions of the other nodes. */
  get others(): UserRegistry {
    return this.#others;
  }

  /**
   * Puts the cluster before a broker: what is sent here goes to all nodes, what is sent there comes here.
   * Throws TypeError for a broker that works on one node only.
   */
  carry(broker: Broker): Broker {
    if (broker.inCluster === 'refused') {
      throw new TypeError(
        "A cluster cannot carry this broker's shared queues: use queueSemantics 'spring', or relay to a message broker.",
      );
    }
    this.#broker = broker;
    const carried = broker.inCluster === 'shared' ? broker : withOtherNodes(broker, this.#bus, this.#others);
    return {
      ...forwardTo(carried),
      close: async () => {
        await broker.close();
        await this.#bus.close();
      },
    };
  }

  /** Puts the cluster before user destinations, whose resolver must know the sessions of this node alone. */
  carryUsers(broker: Broker, resolver: UserDestinationResolver): Broker {
    this.#userBroker = broker;
    return withUsersOfOtherNodes(broker, { bus: this.#bus, resolver, others: this.#others });
  }

  /** Ends sessions on all other nodes, also on those whose link is down, as soon as it is up. */
  disconnect(selector: SessionSelector, reason: DisconnectReason): void {
    this.#bus.notify(encodeNotice({ selector, reason }));
  }

  /** Begins to look for the other nodes and to show them who is here. */
  start(directory: UserDirectory): void {
    this.#bus.start({
      onMessage: (channel, payload) => this.#deliver(channel, payload),
      onNotice: (payload) => this.#obey(payload, directory),
      onRows: (nodeId, changes) => this.#others.change(nodeId, changes),
      onNodeGone: (nodeId) => this.#others.gone(nodeId),
      onState: (state) => this.#changeState(state),
    });
    this.#bus.join(nodeChannel(this.#bus.nodeId))?.catch((error: unknown) => {
      this.#parts.logger.error({ err: error }, 'the node hears nothing that is for its sessions alone');
    });
    sharePresence(directory, this.#bus);
  }

  #changeState(state: ClusterState): void {
    if (state === 'degraded' && this.#wasJoined) countIn(this.#parts.counters.linksLost, 'cluster');
    this.#wasJoined = state === 'joined';
    this.#parts.events.emit('cluster', state);
  }

  #deliver(channel: string, payload: Uint8Array): boolean {
    const kind = readChannel(channel)?.kind;
    const message = kind && decodeMessage(payload);
    if (!message) return false;
    const broker = kind === 'user' ? this.#userBroker : this.#broker;
    try {
      broker?.send(message)?.catch((error: unknown) => this.#failed(error, message.destination));
    } catch (error) {
      this.#failed(error, message.destination);
    }
    return true;
  }

  #obey(payload: Uint8Array, directory: UserDirectory): boolean {
    const notice = decodeNotice(payload);
    if (!notice) return false;
    directory.disconnect(notice.selector, notice.reason);
    return true;
  }

  #failed(error: unknown, destination: string): void {
    this.#parts.logger.warn({ err: error, destination }, 'a message of another node could not be delivered');
  }
}
