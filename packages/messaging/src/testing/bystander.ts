import { TestClient } from './test-client.ts';
import type { TestServer } from './test-server.ts';

const DESTINATION = '/topic/bystander';

/** A well-behaved client beside a hostile one: it must get everything, in order, and notice nothing. */
export class Bystander {
  readonly #client: TestClient;
  readonly #server: TestServer;
  #sent = 0;

  private constructor(client: TestClient, server: TestServer) {
    this.#client = client;
    this.#server = server;
  }

  static async arrive(server: TestServer): Promise<Bystander> {
    const client = await TestClient.connect(server.url);
    await client.ask('SUBSCRIBE', { id: 'bystander', destination: DESTINATION });
    return new Bystander(client, server);
  }

  /** Sends it a few messages and waits for them; throws when one is missing, wrong or out of order. */
  async missesNothing(): Promise<void> {
    const expected: string[] = [];
    for (let n = 0; n < 5; n += 1) expected.push(String((this.#sent += 1)));
    for (const body of expected) await this.#server.messaging.template.send(DESTINATION, body);
    const bodies = await this.#client.bodies(expected.length);
    if (bodies.join() !== expected.join()) throw new Error(`The bystander got ${bodies.join()}.`);
  }
}
