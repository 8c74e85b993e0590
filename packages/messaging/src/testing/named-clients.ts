import type { Frame } from '@carillon/stomp';
import { onTestFinished } from 'vitest';
import type { MessagingOptions } from '../server/create-messaging.ts';
import { TestClient, textOf } from './test-client.ts';
import { startServer } from './test-server.ts';
import type { TestServer } from './test-server.ts';

export interface NamedServer extends TestServer {
  /** Someone of this name, who listens for errors and at the given destinations. */
  readonly connect: (name: string, ...destinations: string[]) => Promise<TestClient>;
}

/** Starts an engine that believes whoever says a name, until the test is over. */
export async function startNamed(options: MessagingOptions = {}): Promise<NamedServer> {
  const authenticate = ({ query }: { query: URLSearchParams }) => ({ name: query.get('name') ?? '' });
  const server = await startServer(options, { authenticate });
  onTestFinished(() => server.stop());

  async function connect(name: string, ...destinations: string[]): Promise<TestClient> {
    const client = await TestClient.connect(`${server.url}?name=${name}`);
    for (const destination of ['/user/queue/errors', ...destinations]) {
      await client.ask('SUBSCRIBE', { id: destination, destination });
    }
    return client;
  }

  return { ...server, connect };
}

/** Sends a text, without a content-type unless the headers have one. */
export function say(
  client: TestClient,
  destination: string,
  text: string,
  headers: Record<string, string> = {},
): void {
  client.send('SEND', { destination, ...headers }, text);
}

/** Takes a MESSAGE with JSON. */
export async function takeJson(client: TestClient): Promise<{ from: string | undefined; says: unknown }> {
  const frame = await client.take('MESSAGE');
  return { from: frame.headers.destination, says: jsonOf(frame) };
}

export function jsonOf(frame: Frame): unknown {
  return JSON.parse(textOf(frame));
}

/** Makes sure that nothing else came: the next frame is the answer to what it asks now. */
export async function expectNothingMore(client: TestClient): Promise<void> {
  await client.ask('SUBSCRIBE', { id: 'nothing more', destination: '/topic/nothing' });
  await client.ask('UNSUBSCRIBE', { id: 'nothing more' });
}
