import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { startFakeBroker } from '../testing/fake-broker.ts';
import { TestClient } from '../testing/test-client.ts';
import { startServer } from '../testing/test-server.ts';
import { brokerRelay } from './broker-relay.ts';

async function startRelay() {
  const broker = await startFakeBroker();
  const addresses = [{ host: '127.0.0.1', port: broker.port }];
  const server = await startServer({ broker: brokerRelay({ addresses, heartbeatMs: [0, 0] }) });
  onTestFinished(async () => {
    await server.stop();
    await broker.stop();
  });
  const available = once(server.messaging.events, 'brokerAvailability');
  await (await broker.connection()).accept();
  await available;
  const client = await TestClient.open(server.url);
  client.send('CONNECT', { 'accept-version': '1.2', host: 'test' });
  const peer = await broker.connection();
  await peer.accept();
  await client.take('CONNECTED');
  return { client, peer };
}

// Once its subscriptions were ended at the broker first, which then knew nothing of what the ACK was for. Only those
// that acknowledge nothing end before the frames that the client had sent are through.
test('what a client acknowledged before it was gone is acknowledged at the broker', async () => {
  const { client, peer } = await startRelay();
  for (const [id, ack] of Object.entries({ jobs: 'client', news: 'auto' })) {
    client.send('SUBSCRIBE', { id, destination: `/queue/${id}`, ack });
    await peer.take('SUBSCRIBE');
  }
  peer.send('MESSAGE', { subscription: 'jobs', destination: '/queue/jobs', 'message-id': '1', ack: 'job-1' });
  const { headers } = await client.take('MESSAGE');
  client.send('SEND', { destination: '/queue/results', receipt: 'r' }, 'done');
  client.send('ACK', { id: headers.ack ?? '' });
  const sent = await peer.take('SEND');
  client.socket.terminate();
  expect((await peer.take('UNSUBSCRIBE')).headers.id).toBe('news');
  peer.send('RECEIPT', { 'receipt-id': sent.headers.receipt ?? '' });
  expect((await peer.take('ACK')).headers.id).toBe('job-1');
});
