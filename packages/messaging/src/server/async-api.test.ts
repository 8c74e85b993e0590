import specs from '@asyncapi/specs';
import { Ajv } from 'ajv';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { createMemoryJournal } from '../core/memory-journal.ts';
import type { AsyncApiDocument } from './async-api-document.ts';
import type { ToJsonSchema } from './async-api-schema.ts';
import { createMessaging } from './create-messaging.ts';
import type { Messaging, MessagingOptions } from './create-messaging.ts';

// By the AsyncAPI initiative's own schema.
const isAsyncApi = new Ajv({ strict: false, logger: false, validateFormats: false }).compile(
  specs.schemasWithoutId['3.0.0'],
);

function describeEngine(
  options: MessagingOptions,
  register: (messaging: Messaging) => void,
): AsyncApiDocument {
  const messaging = createMessaging(options);
  onTestFinished(() => messaging.close());
  register(messaging);
  const document = messaging.asyncApi({
    title: 'Shop',
    version: '1.2.3',
    servers: { production: { host: 'shop.example', protocol: 'wss', pathname: '/ws' } },
  });
  expect(isAsyncApi(document), JSON.stringify(isAsyncApi.errors)).toBe(true);
  return document;
}

describe('the AsyncAPI document', () => {
  test('of an engine without handlers is valid, and empty', () => {
    const document = describeEngine({}, () => undefined);
    expect(document).toMatchObject({ asyncapi: '3.0.0', info: { title: 'Shop', version: '1.2.3' } });
    expect(document.channels).toEqual({});
  });

  test('has a channel and an operation for a handler, its reply, and the errors', () => {
    const chatSchema = z.object({ text: z.string() });
    const { channels, operations, components } = describeEngine({}, (messaging) => {
      messaging.handle('/chat/{to}', chatSchema, () => ({ received: true }), {
        summary: 'Says something to one user.',
        replySchema: z.object({ received: z.boolean() }),
      });
    });
    expect(channels['app.chat.to']).toEqual({
      address: '/app/chat/{to}',
      parameters: { to: {} },
      messages: { message: { payload: { $ref: '#/components/schemas/app.chat.to.message' } } },
    });
    expect(operations['receive.app.chat.to']).toEqual({
      action: 'receive',
      summary: 'Says something to one user.',
      channel: { $ref: '#/channels/app.chat.to' },
      messages: [{ $ref: '#/channels/app.chat.to/messages/message' }],
      reply: {
        channel: { $ref: '#/channels/user.queue.chat.to' },
        messages: [{ $ref: '#/channels/user.queue.chat.to/messages/reply' }],
      },
    });
    expect(channels['user.queue.chat.to']?.address).toBe('/user/queue/chat/{to}');
    expect(components.schemas['app.chat.to.message']).toMatchObject({
      type: 'object',
      properties: { text: { type: 'string' } },
    });
    expect(operations['send.user.queue.errors']?.action).toBe('send');
    expect(components.schemas['user.queue.errors.error']).toMatchObject({
      required: ['code', 'message', 'destination'],
    });
  });

  test('has what subscribe handlers answer, and where replies go instead', () => {
    const { channels, operations } = describeEngine({ applicationPrefix: ['/app', '/api'] }, (messaging) => {
      messaging.handleSubscribe('/menu', () => [], { replySchema: z.array(z.string()) });
      messaging.group('/rooms/{room}', (rooms) => {
        rooms.handle('/say', () => 'x', {
          sendTo: ['/topic/rooms/{room}', '/topic/log'],
          toUser: '/queue/said',
        });
      });
    });
    expect(operations['send.app.menu']?.messages).toEqual([{ $ref: '#/channels/app.menu/messages/answer' }]);
    expect(operations['receive.api.rooms.room.say']?.reply?.channel).toEqual({
      $ref: '#/channels/user.queue.said',
    });
    expect(Object.values(channels).map(({ address }) => address)).toEqual([
      '/app/rooms/{room}/say',
      '/user/queue/said',
      '/api/rooms/{room}/say',
      '/topic/rooms/{room}',
      '/topic/log',
      '/app/menu',
      '/api/menu',
      '/user/queue/errors',
    ]);
  });

  test('has journals with their numbers, and what the application says of destinations', () => {
    const journal = createMemoryJournal();
    const journals = [
      { pattern: '/topic/orders/{orderId}', journal },
      { pattern: '/topic/shops/{shopId}', journal },
    ];
    const { channels, operations } = describeEngine({ journals }, (messaging) => {
      messaging.describe('/topic/notice', {
        summary: 'Announcements.',
        description: 'To everybody.',
        schema: { type: 'object', properties: { text: { type: 'string' } } },
        clientsSend: true,
      });
      messaging.describe('/topic/orders/{orderId}', { schema: z.object({ status: z.string() }) });
    });
    expect(channels['topic.notice']?.description).toBe('To everybody.');
    expect(operations['send.topic.notice']?.summary).toBe('Announcements.');
    expect(operations['receive.topic.notice']?.action).toBe('receive');
    expect(channels['topic.shops.shopId']?.messages.message?.headers).toHaveProperty('properties.seq');
    expect(channels['topic.orders.orderId']?.messages.message).toMatchObject({
      payload: { $ref: '#/components/schemas/topic.orders.orderId.message' },
      headers: { type: 'object' },
    });
  });

  test('says what variables stand for: those of a destination, or else those of all', () => {
    const messaging = createMessaging({
      journals: [{ pattern: '/topic/orders/{orderId}', journal: createMemoryJournal() }],
    });
    onTestFinished(() => messaging.close());
    messaging.handle('/chat/{accountId}/{n:\\d+}', () => undefined, {
      parameters: { accountId: 'Who it is for.', n: 'How often.' },
      replySchema: z.string(),
    });
    messaging.handleSubscribe('/shops/{shopId}/{orderId}', () => 1);
    messaging.describe('/topic/shops/{shopId}', { parameters: { shopId: 'One that is open.' } });
    const parameters = { shopId: 'The id of the shop.', orderId: 'The id of the order.' };
    const document = messaging.asyncApi({ title: 'Shop', version: '1', parameters });
    expect(isAsyncApi(document), JSON.stringify(isAsyncApi.errors)).toBe(true);
    const textsOf = (id: string) =>
      Object.values(document.channels[id]?.parameters ?? {}).map(({ description }) => description);
    const ofChat = ['Who it is for.', String.raw`How often. Fits the regular expression \d+`];
    expect(textsOf('app.chat.accountId.n.d')).toEqual(ofChat);
    expect(textsOf('user.queue.chat.accountId.n.d')).toEqual(ofChat);
    expect(textsOf('app.shops.shopId.orderId')).toEqual(['The id of the shop.', 'The id of the order.']);
    expect(textsOf('topic.shops.shopId')).toEqual(['One that is open.']);
    expect(textsOf('topic.orders.orderId')).toEqual(['The id of the order.']);
  });

  test('writes wildcards as parameters, and names what would clash apart', () => {
    const { channels } = describeEngine({}, (messaging) => {
      messaging.handle('/a/{id:\\d+}/*/b?/**', () => undefined);
      messaging.handle(['/x/{y}', '/x/y'], () => undefined);
    });
    expect(channels['app.a.id.d.b']).toMatchObject({
      address: '/app/a/{id}/{any2}/b{any3}/{any4}',
      parameters: { id: { description: String.raw`Fits the regular expression \d+` } },
    });
    expect([channels['app.x.y']?.address, channels['app.x.y-2']?.address]).toEqual([
      '/app/x/{y}',
      '/app/x/y',
    ]);
  });

  test('keeps a schema that speaks of itself whole', () => {
    const tree = z.object({
      name: z.string(),
      get children() {
        return z.array(tree);
      },
    });
    const { components } = describeEngine({}, (messaging) =>
      messaging.handle('/tree', tree, () => undefined),
    );
    const schema = components.schemas['app.tree.message'];
    expect(schema).not.toHaveProperty('$schema');
    expect(JSON.stringify(schema)).toContain('"$ref":"#/components/schemas/app.tree.message');
  });

  test('asks the application for schemas that bring no JSON Schema, and says so where there is none', () => {
    const validate = (value: unknown) => ({ value });
    const plain = { '~standard': { version: 1, vendor: 'mine', validate } } as const;
    const messaging = createMessaging();
    onTestFinished(() => messaging.close());
    messaging.handle('/plain', plain, () => undefined);
    messaging.handle('/bytes', z.instanceof(Uint8Array), () => undefined);
    const schemasWith = (toJsonSchema?: ToJsonSchema) =>
      messaging.asyncApi({ title: 't', version: '1', ...(toJsonSchema ? { toJsonSchema } : {}) }).components
        .schemas;
    expect(schemasWith()['app.plain.message']?.description).toContain('mine');
    expect(schemasWith()['app.bytes.message']?.description).toContain('zod');
    expect(schemasWith(() => ({ type: 'null' }))['app.plain.message']).toEqual({ type: 'null' });
  });

  test('tells of handlers separated by dots', () => {
    const { channels } = describeEngine({ separator: '.' }, (messaging) => {
      messaging.handle('price.{stock}', () => 1, { replySchema: z.number() });
    });
    expect(Object.values(channels).map(({ address }) => address)).toEqual([
      '/app/price.{stock}',
      '/user/queue/price.{stock}',
      '/user/queue/errors',
    ]);
  });
});
