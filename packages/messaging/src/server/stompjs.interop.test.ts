import { Client, StompConfig, StompHeaders } from '@stomp/stompjs';
import type { IMessage } from '@stomp/stompjs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { createMemoryJournal } from '../core/memory-journal.ts';
import { Inbox } from '../testing/inbox.ts';
import { startServer } from '../testing/test-server.ts';

/** A client that is not ours, connected. */
async function connect(url: string, config: Partial<StompConfig> = {}): Promise<Client> {
  const webSocketFactory = () => new WebSocket(url, ['v12.stomp', 'v11.stomp', 'v10.stomp']);
  const client = new Client(
    Object.assign(new StompConfig(), { webSocketFactory, reconnectDelay: 0, ...config }),
  );
  onTestFinished(() => client.deactivate());
  await new Promise<void>((resolve) => {
    client.onConnect = () => resolve();
    client.activate();
  });
  return client;
}

function headers(record: Record<string, string>): StompHeaders {
  return Object.assign(new StompHeaders(), record);
}

async function start() {
  const journal = createMemoryJournal();
  const server = await startServer({ journals: [{ pattern: '/topic/j/{id}', journal }] });
  onTestFinished(() => server.stop());
  return { ...server, journal };
}

function receiptOf(client: Client, ask: (receipt: string) => void): Promise<Record<string, string>> {
  return new Promise((resolve) => {
    client.watchForReceipt('r', ({ headers }) => resolve(headers));
    ask('r');
  });
}

describe('@stomp/stompjs', () => {
  test.each([true, false])('talks to the engine, with binary frames: %s', async (forceBinaryWSFrames) => {
    const { url } = await start();
    const client = await connect(url, { forceBinaryWSFrames });
    const inbox = new Inbox<IMessage>();
    await receiptOf(client, (receipt) => {
      client.subscribe('/topic/a', (message) => inbox.put(message), headers({ receipt }));
    });
    client.publish({
      destination: '/topic/a',
      body: '你好\nworld',
      headers: headers({ note: 'a:\\b\r\nc' }),
    });
    const message = await inbox.take();
    expect(message.body).toBe('你好\nworld');
    expect(message.headers.note).toBe('a:\\b\r\nc');
  });

  test('agrees on heart-beats and keeps them', async () => {
    const { url } = await start();
    const beats = new Inbox<string>();
    const client = await connect(url, {
      heartbeatIncoming: 200,
      heartbeatOutgoing: 10_000,
      debug: (line) => {
        if (line.includes('PONG')) beats.put(line);
      },
    });
    expect(await beats.take()).toContain('check PONG every 10000ms');
    expect(client.connected).toBe(true);
  });

  test('reads an ERROR and sees the close code', async () => {
    const { url } = await start();
    const client = await connect(url);
    const error = new Promise<Record<string, string>>((resolve) => {
      client.onStompError = ({ headers }) => resolve(headers);
    });
    const closed = new Promise<{ code: number }>((resolve) => {
      client.onWebSocketClose = (event: { code: number }) => resolve(event);
    });
    client.publish({ destination: '/nowhere/x' });
    expect(await error).toMatchObject({ code: 'unknown_destination' });
    expect((await closed).code).toBe(3506);
  });

  test('resumes a journal by its plain headers', async () => {
    const { url, journal } = await start();
    for (const n of [1, 2, 3]) journal.append('/topic/j/1', { n });
    const client = await connect(url);
    const inbox = new Inbox<IMessage>();
    const receipt = await receiptOf(client, (id) => {
      client.subscribe('/topic/j/1', (message) => inbox.put(message), headers({ receipt: id, after: '1' }));
    });
    journal.append('/topic/j/1', { n: 4 });
    expect(receipt).toMatchObject({ seq: '3', oldest: '1', recovered: 'true' });
    const messages = [await inbox.take(), await inbox.take(), await inbox.take()];
    expect(messages.map(({ headers }) => headers.seq)).toEqual(['2', '3', '4']);
  });
});
