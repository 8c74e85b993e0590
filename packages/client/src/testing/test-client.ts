import { createClient } from '../client.ts';
import type { Client } from '../client.ts';
import type { ClientOptions } from '../client-options.ts';
import type { ClientState } from '../client-state.ts';
import { createFakeClock } from './fake-clock.ts';
import type { FakeClock } from './fake-clock.ts';
import { FakeServer } from './fake-server.ts';

export interface TestClient {
  readonly client: Client;
  readonly server: FakeServer;
  readonly clock: FakeClock;
  /** Every state shown so far. */
  readonly states: ClientState[];
}

/** A client whose server, clock and chance are in the test's hand; chance is 0, so that waits are the longest. */
export function createTestClient(options: Partial<ClientOptions> = {}): TestClient {
  const server = new FakeServer();
  const clock = createFakeClock();
  const states: ClientState[] = [];
  const client = createClient({
    url: 'wss://shop.example/ws/staff',
    openSocket: server.openSocket,
    clock,
    random: () => 0,
    ...options,
  });
  client.onState((state) => states.push(state));
  return { client, server, clock, states };
}

/** Subscribes, and keeps the numbers that come and what is told of them. */
export function follow({ client }: TestClient, destination: string, after?: number) {
  const seqs: (number | undefined)[] = [];
  const replayed: (number | undefined)[] = [];
  const recoveries: unknown[] = [];
  const refusals: string[] = [];
  const subscription = client.subscribe(destination, {
    after,
    onMessage(message) {
      seqs.push(message.seq);
      if (message.replayed) replayed.push(message.seq);
    },
    onRecovery: (recovery) => recoveries.push(recovery),
    onRefused: ({ code }) => refusals.push(code),
  });
  return { seqs, replayed, recoveries, refusals, subscription };
}
