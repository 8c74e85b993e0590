import { Client, StompConfig, StompHeaders } from '@stomp/stompjs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { Inbox } from '../testing/inbox.ts';
import { expectNothingMore, say, startNamed, takeJson } from '../testing/named-clients.ts';
import { TestClient } from '../testing/test-client.ts';
import { startServer } from '../testing/test-server.ts';
import { createMessaging } from './create-messaging.ts';

describe('@stomp/stompjs sends to handlers', () => {
  async function connect(url: string, ...destinations: string[]) {
    const config = { webSocketFactory: () => new WebSocket(url), reconnectDelay: 0 };
    const client = new Client(Object.assign(new StompConfig(), config));
    onTestFinished(() => client.deactivate());
    await new Promise<void>((resolve) => {
      client.onConnect = () => resolve();
      client.activate();
    });
    const inbox = new Inbox<unknown>();
    for (const destination of destinations) {
      await new Promise<void>((resolve) => {
        client.watchForReceipt(destination, () => resolve());
        client.subscribe(
          destination,
          ({ body }) => inbox.put(JSON.parse(body)),
          Object.assign(new StompHeaders(), { receipt: destination }),
        );
      });
    }
    return { client, inbox };
  }

  test('which send on to one user, and answer another', async () => {
    const { messaging, url } = await startNamed();
    const chatSchema = z.object({ text: z.string().trim().min(1) });
    messaging.handle(
      '/sendChatMsgById/{accountId}',
      chatSchema,
      async ({ params, payload, user, template }) => {
        await template.sendToUser(params.accountId, '/queue/chat', { ...payload, from: user.name });
        return { received: true };
      },
    );
    const replies = '/user/queue/sendChatMsgById/bob';
    const ann = await connect(`${url}?name=ann`, replies, '/user/queue/errors');
    const bob = await connect(`${url}?name=bob`, '/user/queue/chat');
    ann.client.publish({ destination: '/app/sendChatMsgById/bob', body: JSON.stringify({ text: ' hi ' }) });
    expect(await bob.inbox.take()).toEqual({ text: 'hi', from: 'ann' });
    expect(await ann.inbox.take()).toEqual({ received: true });
    ann.client.publish({ destination: '/app/sendChatMsgById/bob', body: '{}' });
    expect(await ann.inbox.take()).toMatchObject({ code: 'invalid_payload', issues: [{ path: ['text'] }] });
    expect(bob.inbox.size).toBe(0);
  });
});

describe('what a handler returns', () => {
  test('goes to all sessions of the sender, as @SendToUser does, or to the sending one', async () => {
    const { messaging, connect } = await startNamed();
    messaging.handle('/all', () => 'all');
    messaging.handle('/one', () => 'one', { broadcast: false });
    const [first, second] = [
      await connect('ann', '/user/queue/all', '/user/queue/one'),
      await connect('ann', '/user/queue/all', '/user/queue/one'),
    ];
    const other = await connect('bob', '/user/queue/all', '/user/queue/one');
    say(first, '/app/one', '');
    say(first, '/app/all', '');
    expect(await first.bodies(2)).toEqual(['one', 'all']);
    expect(await second.bodies(1)).toEqual(['all']);
    await expectNothingMore(second);
    await expectNothingMore(other);
  });

  test('goes to no other who has no name either', async () => {
    const server = await startServer();
    onTestFinished(() => server.stop());
    server.messaging.handle('/who', ({ user }) => user.name);
    const clients = [await TestClient.connect(server.url), await TestClient.connect(server.url)] as const;
    for (const client of clients) await client.ask('SUBSCRIBE', { id: '1', destination: '/user/queue/who' });
    say(clients[0], '/app/who', '');
    expect(await clients[0].bodies(1)).toEqual(['anonymous']);
    await expectNothingMore(clients[1]);
  });

  test('goes where sendTo and toUser say, with the variables of the path', async () => {
    const { messaging, connect } = await startNamed();
    messaging.handle('/rooms/{room}/say', ({ payload, user }) => ({ payload, by: user.name }), {
      sendTo: ['/topic/rooms/{room}', '/topic/log'],
    });
    messaging.handle('/rooms/{room}/ask', ({ params }) => params, { toUser: '/queue/answers/{room}' });
    const ann = await connect('ann', '/user/queue/answers/7', '/user/queue/rooms/7/say');
    const bob = await connect('bob', '/topic/rooms/7');
    const log = await connect('log', '/topic/log');
    say(ann, '/app/rooms/7/say', 'hello');
    expect(await takeJson(bob)).toEqual({ from: '/topic/rooms/7', says: { payload: 'hello', by: 'ann' } });
    expect((await takeJson(log)).says).toEqual({ payload: 'hello', by: 'ann' });
    say(ann, '/app/rooms/7/ask', '');
    expect(await takeJson(ann)).toEqual({ from: '/user/queue/answers/7', says: { room: '7' } });
  });

  test('carries the correlation-id of the message, and obeys no reply-to', async () => {
    const { messaging, connect } = await startNamed();
    messaging.handle('/ask', () => 'yes');
    const [ann, bob] = [await connect('ann', '/user/queue/ask'), await connect('bob', '/topic/all')];
    say(ann, '/app/ask', '', { 'correlation-id': '17', 'reply-to': '/topic/all' });
    expect((await ann.take('MESSAGE')).headers['correlation-id']).toBe('17');
    say(ann, '/app/nowhere', '', { 'correlation-id': '18' });
    expect((await ann.take('MESSAGE')).headers['correlation-id']).toBe('18');
    await expectNothingMore(bob);
  });

  test('is nothing when it is undefined; the RECEIPT waits for the handler', async () => {
    const { messaging, connect } = await startNamed();
    const gate = Promise.withResolvers<undefined>();
    messaging.handle('/quiet', () => gate.promise);
    const ann = await connect('ann', '/user/queue/quiet');
    ann.send('SEND', { destination: '/app/quiet', receipt: 'r' });
    expect(ann.inbox.size).toBe(0);
    gate.resolve(undefined);
    expect((await ann.take('RECEIPT')).headers['receipt-id']).toBe('r');
  });
});

describe('a path', () => {
  test('is served by the most specific handler, under any application prefix, alone or in a group', async () => {
    const { messaging, connect } = await startNamed({ applicationPrefix: ['/app', '/api/'] });
    messaging.group('/chat/{room}', (chat) => {
      chat.handle('/**', ({ destination }) => `any ${destination}`, { toUser: '/queue/a' });
      chat.handle(['/say', 'shout'], ({ params }) => `say ${params.room}`, { toUser: '/queue/a' });
      chat.group('/admin', (admin) => {
        admin.handle('/{verb}', ({ params }) => `${params.verb} ${params.room}`, { toUser: '/queue/a' });
      });
    });
    const ann = await connect('ann', '/user/queue/a');
    for (const path of ['/app/chat/1/say', '/api/chat/2/shout', '/app/chat/3/x/y', '/app/chat/4/admin/ban']) {
      say(ann, path, '');
    }
    expect(await ann.bodies(4)).toEqual(['say 1', 'say 2', 'any /app/chat/3/x/y', 'ban 4']);
  });

  test('may have a schema that is a function, as those of some libraries are', async () => {
    const { messaging, connect } = await startNamed();
    const validate = (value: unknown) => ({ value: `checked ${String(value)}` });
    const schema = Object.assign(() => 'no handler', {
      '~standard': { version: 1, vendor: 'functions', validate } as const,
    });
    messaging.handle('/typed', schema, ({ payload }) => payload);
    const ann = await connect('ann', '/user/queue/typed');
    say(ann, '/app/typed', 'x');
    expect(await ann.bodies(1)).toEqual(['checked x']);
  });

  test('may be separated by dots', async () => {
    const { messaging, connect } = await startNamed({ separator: '.' });
    messaging.group('price', (price) => {
      price.handle('{stock}', ({ params }) => params.stock);
    });
    const ann = await connect('ann', '/user/queue/price.acme');
    say(ann, '/app/price.acme', '');
    expect(await ann.bodies(1)).toEqual(['acme']);
  });

  test('is taken once, and has all variables that its reply goes to', () => {
    const messaging = createMessaging();
    onTestFinished(() => messaging.close());
    messaging.handle('/a', () => 1);
    messaging.handleSubscribe('/a', () => 1);
    expect(() => messaging.handle('/a', () => 2)).toThrow(TypeError);
    expect(() => messaging.handle(['/b/{x}', '/c'], () => 2, { sendTo: '/topic/{x}' })).toThrow(TypeError);
  });
});
