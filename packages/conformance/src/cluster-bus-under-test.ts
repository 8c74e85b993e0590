import { onTestFinished } from 'vitest';
import type { ClusterBus, ClusterBusFactory, ClusterListener, ClusterState } from '@carillon/messaging';

/** Links to one cluster, and a hand on the wire. */
export interface ClusterUnderTest {
  /** Makes the link of one engine. */
  readonly makeBus: ClusterBusFactory;
  /** Cuts the links of all nodes, as a lost network does; settles when nothing goes through. */
  readonly cut: () => Promise<void> | void;
  readonly mend: () => Promise<void> | void;
  readonly close: () => Promise<void> | void;
}

export type MakeCluster = () => Promise<ClusterUnderTest> | ClusterUnderTest;

/** Opens a cluster that is closed when the test is over. */
export async function openCluster(makeCluster: MakeCluster): Promise<ClusterUnderTest> {
  const cluster = await makeCluster();
  onTestFinished(() => cluster.close());
  return cluster;
}

/** A node of a few lines: a bus, and all that it says. */
export class BusRecorder implements ClusterListener {
  readonly bus: ClusterBus;
  readonly messages: string[] = [];
  readonly notices: string[] = [];
  readonly states: ClusterState[] = [];
  /** What is known of other nodes' rows. */
  readonly rows = new Map<string, Map<string, string>>();
  readonly gone: string[] = [];

  constructor(bus: ClusterBus) {
    this.bus = bus;
  }

  onMessage(channel: string, payload: Uint8Array): boolean {
    this.messages.push(`${channel} ${Buffer.from(payload).toString()}`);
    return true;
  }

  onNotice(payload: Uint8Array): boolean {
    this.notices.push(Buffer.from(payload).toString());
    return true;
  }

  onRows(nodeId: string, changes: readonly (readonly [string, string | undefined])[]): void {
    const rows = this.rows.get(nodeId) ?? new Map<string, string>();
    this.rows.set(nodeId, rows);
    for (const [key, value] of changes) {
      if (value === undefined) rows.delete(key);
      else rows.set(key, value);
    }
  }

  onNodeGone(nodeId: string): void {
    this.rows.delete(nodeId);
    this.gone.push(nodeId);
  }

  onState(state: ClusterState): void {
    this.states.push(state);
  }
}
