import { describe, expect, onTestFinished, test } from 'vitest';
import { createMemoryJournal } from '../core/memory-journal.ts';
import { TestClient, textOf } from '../testing/test-client.ts';
import { startServer } from '../testing/test-server.ts';

async function start() {
  const server = await startServer({
    journals: [{ pattern: '/topic/j/{id}', journal: createMemoryJournal() }],
  });
  onTestFinished(() => server.stop());
  return server;
}

describe('the template', () => {
  test('sends JSON, text and bytes, each as what it is', async () => {
    const { url, messaging } = await start();
    const client = await TestClient.connect(url);
    await client.ask('SUBSCRIBE', { id: '1', destination: '/topic/a' });
    await messaging.template.send('/topic/a', { dish: '面' });
    await messaging.template.send('/topic/a', '面', { colour: 'red' });
    await messaging.template.send('/topic/a', Uint8Array.of(0, 255), { 'content-type': 'image/x' });
    const [json, text, bytes] = [
      await client.take('MESSAGE'),
      await client.take('MESSAGE'),
      await client.take('MESSAGE'),
    ];
    expect([json.headers['content-type'], textOf(json)]).toEqual(['application/json', '{"dish":"面"}']);
    expect(text.headers).toMatchObject({ 'content-type': 'text/plain;charset=utf-8', colour: 'red' });
    expect([bytes.headers['content-type'], [...bytes.body]]).toEqual(['image/x', [0, 255]]);
  });

  test('sets no header that is the broker’s, whoever gives it', async () => {
    const { url, messaging } = await start();
    const client = await TestClient.connect(url);
    await client.ask('SUBSCRIBE', { id: '1', destination: '/topic/a' });
    await messaging.template.send('/topic/a', 'x', { destination: '/topic/b', 'message-id': '7', seq: '9' });
    const { headers } = await client.take('MESSAGE');
    expect(headers).toMatchObject({ destination: '/topic/a', subscription: '1' });
    expect(headers['message-id']).not.toBe('7');
    expect(headers).not.toHaveProperty('seq');
  });

  test.each([
    ['/app/x', 'unknown_destination'],
    ['topic', 'invalid_destination'],
    ['/topic/j/1', 'journaled_destination'],
  ])('refuses %s with %s', async (destination, code) => {
    const { messaging } = await start();
    await expect(messaging.template.send(destination, 'x')).rejects.toMatchObject({ code });
  });

  test('keeps the order of what is sent, also when a turn is full', async () => {
    const { url, messaging } = await start();
    const clients = await Promise.all([TestClient.connect(url), TestClient.connect(url)]);
    for (const [index, client] of clients.entries()) {
      await client.ask('SUBSCRIBE', { id: `own-${index}`, destination: '/topic/a' });
    }
    const bodies = Array.from({ length: 2_000 }, (_, n) => `${n} ${'x'.repeat(100)}`);
    for (const body of bodies) void messaging.template.send('/topic/a', body);
    for (const client of clients) expect(await client.bodies(bodies.length)).toEqual(bodies);
  });
});
