import { expect } from 'vitest';
import type { DepartingClients } from './departing-clients.ts';
import { post } from './sockjs-requests.ts';
import { TestClient } from './test-client.ts';

async function sendUntil(
  { server }: DepartingClients,
  destination: string,
  isEnough: () => boolean,
): Promise<void> {
  const { template } = server.messaging;
  while (!isEnough()) {
    await template.send(destination, 'x'.repeat(32 * 1024));
    await new Promise(setImmediate);
  }
}

function ended({ server }: DepartingClients, reason: string): number {
  return server.messaging.statistics().disconnects[reason] ?? 0;
}

/** A consumer of a queue that has taken a message. */
async function consume(clients: DepartingClients, ack: string): Promise<TestClient> {
  const consumer = await clients.subscribe('/queue/jobs', { ack });
  await clients.server.messaging.template.send('/queue/jobs', 'job');
  await consumer.take('MESSAGE');
  return consumer;
}

/** Every way in which a client can be gone; settles when it is, or is about to be. */
export const WAYS_TO_LEAVE: Readonly<Record<string, (clients: DepartingClients) => Promise<unknown>>> = {
  async 'says DISCONNECT and waits for its RECEIPT'(clients) {
    const client = await clients.subscribe('/topic/news');
    await client.ask('DISCONNECT');
    await client.closed;
  },
  async 'is lost'(clients) {
    (await clients.subscribe('/topic/news')).socket.terminate();
  },
  async 'is lost and had no name'({ server }) {
    (await TestClient.connect(`ws://127.0.0.1:${server.port}/open`)).socket.terminate();
  },
  async 'breaks the protocol'(clients) {
    const client = await clients.subscribe('/topic/news');
    client.send('NONSENSE');
    await client.take('ERROR');
  },
  async 'is sent away by its name'(clients) {
    const name = clients.word('name');
    await clients.connect({}, name);
    clients.server.messaging.users.disconnect({ name });
  },
  async 'keeps silent for longer than its heart-beats'(clients) {
    const client = await clients.connect({ 'heart-beat': '100,0' });
    expect((await client.take('ERROR')).headers.code).toBe('heartbeat_timeout');
  },
  async 'never reads'(clients) {
    const client = await clients.subscribe('/topic/flood');
    client.socket.pause();
    const before = ended(clients, 'send_buffer_exceeded');
    await sendUntil(clients, '/topic/flood', () => ended(clients, 'send_buffer_exceeded') > before);
    client.socket.terminate();
  },
  async 'is refused by its handshake'(clients) {
    await expect(clients.open('')).rejects.toThrow('401');
  },
  async 'is refused by its CONNECT'(clients) {
    const client = await clients.open();
    clients.sayConnect(client, { passcode: 'wrong' });
    expect((await client.take('ERROR')).headers.code).toBe('unauthorized');
  },
  async 'never says CONNECT'(clients) {
    const client = await clients.open();
    expect((await client.take('ERROR')).headers.code).toBe('first_frame_timeout');
  },
  async 'is lost while it logs in'(clients) {
    const client = await clients.open();
    clients.sayConnect(client, { passcode: 'late' });
    await clients.asked();
    client.socket.terminate();
    clients.answer();
  },
  async 'is lost while it logs in, and who it is nobody ever says'(clients) {
    const client = await clients.open();
    clients.sayConnect(client, { passcode: 'late' });
    await clients.asked();
    client.socket.terminate();
  },
  async 'is lost while it may or may not send'(clients) {
    const client = await clients.connect();
    client.send('SEND', { destination: '/topic/asked-about', note: clients.word('header') }, 'x');
    await clients.asked();
    client.socket.terminate();
  },
  async 'is lost before a journal has answered its SUBSCRIBE'(clients) {
    const client = await clients.connect();
    client.send('SUBSCRIBE', { destination: '/topic/late-journal', id: clients.word('subscription') });
    await clients.asked();
    client.socket.terminate();
    clients.answer();
  },
  async 'is sent away before a journal has answered its SUBSCRIBE'(clients) {
    const name = clients.word('name');
    const client = await clients.connect({}, name);
    client.send('SUBSCRIBE', { destination: '/topic/late-journal', id: clients.word('subscription') });
    await clients.asked();
    clients.server.messaging.users.disconnect({ name });
    clients.answer();
  },
  async 'waits in vain for a journal, which answers too late'(clients) {
    const client = await clients.connect();
    client.send('SUBSCRIBE', { destination: '/topic/late-journal', id: clients.word('subscription') });
    await clients.asked();
    expect((await client.take('ERROR')).headers.code).toBe('answer_timeout');
    clients.answer();
  },
  async 'follows a journal'(clients) {
    const client = await clients.subscribe('/topic/journal', { after: '0' });
    expect(await client.bodies(1)).toEqual(['first']);
    client.socket.terminate();
  },
  async 'is in a transaction'(clients) {
    const client = await clients.connect();
    const transaction = clients.word('transaction');
    client.send('BEGIN', { transaction });
    await client.ask('SEND', { destination: '/topic/news', transaction, note: clients.word('header') });
    client.socket.terminate();
  },
  async 'owes acknowledgements to a topic'(clients) {
    const client = await clients.subscribe('/topic/news', { ack: 'client' });
    await clients.server.messaging.template.send('/topic/news', 'read me');
    await client.take('MESSAGE');
    client.socket.terminate();
  },
  async 'owes acknowledgements to a queue, which gives its messages to the next'(clients) {
    (await consume(clients, 'client-individual')).socket.terminate();
    const next = await clients.subscribe('/queue/jobs');
    expect(await next.bodies(1)).toEqual(['job']);
    next.socket.terminate();
  },
  async 'consumes a queue'(clients) {
    (await consume(clients, 'auto')).socket.terminate();
  },
  async 'subscribes by a pattern and to what is its own'(clients) {
    const client = await clients.subscribe('/topic/{any}/*');
    await clients.subscribe('/user/queue/own', {}, client);
    client.socket.terminate();
  },
  async 'has a handler answer it that is not done'(clients) {
    const client = await clients.connect();
    client.send('SEND', { destination: '/app/late', note: clients.word('header') }, 'x');
    await clients.asked();
    client.socket.terminate();
    clients.answer();
  },
  async 'has a handler answer it that is never done'(clients) {
    const client = await clients.connect();
    client.send('SEND', { destination: '/app/late', note: clients.word('header') }, 'x');
    await clients.asked();
    client.socket.terminate();
  },
  async 'has a handler answer its SUBSCRIBE that is not done'(clients) {
    const client = await clients.connect();
    client.send('SUBSCRIBE', { destination: '/app/late', id: clients.word('subscription'), ack: 'client' });
    await clients.asked();
    client.socket.terminate();
    clients.answer();
  },
  async 'abandons its SockJS session'(clients) {
    const { port } = clients.server;
    const [, query = ''] = clients.address().split('?');
    const session = `/ws/000/${clients.word('sockjs')}`;
    expect((await post(port, `${session}/xhr?${query}`)).body).toBe('o\n');
    const connect = JSON.stringify(['CONNECT\naccept-version:1.2\n\n\0']);
    expect((await post(port, `${session}/xhr_send?${query}`, connect)).status).toBe(204);
  },
};
