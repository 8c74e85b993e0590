import { expect } from 'vitest';
import type { EndpointOptions } from '../endpoint/endpoint.ts';
import type { MessagingOptions } from '../server/create-messaging.ts';
import { Bystander } from './bystander.ts';
import { startServer } from './test-server.ts';
import type { TestServer } from './test-server.ts';

export interface Attack {
  readonly server: TestServer;
  readonly bystander: Bystander;
}

export interface BesideOptions extends MessagingOptions {
  readonly endpoint?: EndpointOptions;
}

/**
 * Lets an attack run on a server on which a well-behaved client is listening. When it is over, that client
 * must have missed nothing and waited for nothing, and nothing of the attackers may be left.
 */
export async function besideBystander(
  { endpoint, ...options }: BesideOptions,
  attack: (scene: Attack) => Promise<void>,
): Promise<void> {
  const server = await startServer(options, endpoint);
  try {
    const bystander = await Bystander.arrive(server);
    bystander.watch();
    await attack({ server, bystander });
    await bystander.missesNothing();
    await bystander.leave();
    await expect
      .poll(() => server.messaging.statistics(), { timeout: 15_000 })
      .toMatchObject({ sessions: 1, subscriptions: 1 });
  } finally {
    await server.stop();
  }
}
