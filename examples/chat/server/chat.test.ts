import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client, StompConfig } from '@stomp/stompjs';
import type { IFrame } from '@stomp/stompjs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createChat } from './chat.ts';
import { createTokens } from './tokens.ts';

const tokens = createTokens(randomBytes(32));

async function startChat(): Promise<string> {
  const chat = createChat(tokens);
  const server = createServer();
  chat.attach(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    await chat.close({ drainMs: 500 });
    server.close();
  });
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}/stomp/websocket`;
}

/** What the server answers a CONNECT: CONNECTED, or the ERROR. */
async function connect(uid: string, token: string): Promise<{ client: Client; answer: IFrame }> {
  const brokerURL = await startChat();
  const connectHeaders = { uid, token };
  const client = new Client(
    Object.assign(new StompConfig(), { brokerURL, connectHeaders, reconnectDelay: 0 }),
  );
  onTestFinished(() => client.deactivate());
  const answer = await new Promise<IFrame>((resolve) => {
    client.onConnect = resolve;
    client.onStompError = resolve;
    client.activate();
  });
  return { client, answer };
}

describe('whoever connects', () => {
  test('is who the token says', async () => {
    const { answer } = await connect('ann', tokens.issue('ann'));
    expect(answer.headers['user-name']).toBe('ann');
  });

  test.each([
    ['no token', ''],
    ['a token of somebody else', tokens.issue('bob')],
    ['a token of another server', createTokens(randomBytes(32)).issue('ann')],
  ])('with %s is refused', async (_, token) => {
    const { answer } = await connect('ann', token);
    expect(answer.headers.code).toBe('unauthorized');
  });
});

describe('nobody', () => {
  test.each([
    ['writes to others except through a handler', '/user/bob/queue/callBack'],
    ['writes announcements except through a handler', '/topic/notice'],
    ['says who is online', '/topic/presence'],
  ])('%s', async (_, destination) => {
    const { client } = await connect('ann', tokens.issue('ann'));
    const error = new Promise<IFrame>((resolve) => (client.onStompError = resolve));
    client.publish({ destination, body: '{}' });
    expect((await error).headers.code).toMatch(/forbidden|journaled_destination/);
  });

  test.each(['/queue/callBack', '/queue/**', '/user/queue/other'])('listens to %s', async (destination) => {
    const { client } = await connect('ann', tokens.issue('ann'));
    const error = new Promise<IFrame>((resolve) => (client.onStompError = resolve));
    client.subscribe(destination, () => undefined);
    expect((await error).headers.code).toBe('forbidden');
  });
});
