import { describe, expect, test } from 'vitest';
import { HandlerError } from '../handling/handler-error.ts';
import { expectNothingMore, jsonOf, startNamed, takeJson } from '../testing/named-clients.ts';
import { TestClient } from '../testing/test-client.ts';

describe('a subscribe handler', () => {
  test('answers a SUBSCRIBE with one MESSAGE, after its RECEIPT', async () => {
    const { messaging, connect, url } = await startNamed();
    messaging.handleSubscribe('/greeting/{id}', ({ params, user }) => ({ hello: user.name, id: params.id }));
    const ann = await connect('ann');
    await ann.ask('SUBSCRIBE', { id: 'g', destination: '/app/greeting/7' });
    const frame = await ann.take('MESSAGE');
    expect(frame.headers).toMatchObject({
      subscription: 'g',
      destination: '/app/greeting/7',
      'content-type': 'application/json',
      'message-id': expect.any(String) as string,
    });
    expect(frame.headers).not.toHaveProperty('ack');
    expect(jsonOf(frame)).toEqual({ hello: 'ann', id: '7' });
    await ann.ask('UNSUBSCRIBE', { id: 'g' });
    await expectNothingMore(ann);
    const old = await TestClient.open(`${url}?name=old`, { protocols: ['v10.stomp'] });
    old.send('CONNECT');
    await old.take('CONNECTED');
    old.send('SUBSCRIBE', { destination: '/app/greeting/8' });
    expect((await old.take('MESSAGE')).headers).not.toHaveProperty('subscription');
  });

  test('sends its answer elsewhere when it says so, and nothing for undefined', async () => {
    const { messaging, connect } = await startNamed();
    messaging.handleSubscribe('/arrive', ({ user }) => user.name, { sendTo: '/topic/arrivals' });
    messaging.handleSubscribe('/quiet', () => undefined);
    const [ann, bob] = [await connect('ann', '/topic/arrivals'), await connect('bob')];
    await bob.ask('SUBSCRIBE', { id: '1', destination: '/app/arrive', after: '4' });
    await bob.ask('SUBSCRIBE', { id: '2', destination: '/app/quiet' });
    expect(await ann.bodies(1)).toEqual(['bob']);
    await expectNothingMore(bob);
  });

  test('that fails, or is none, leaves a subscription without a message, and an error', async () => {
    const { messaging, connect } = await startNamed();
    messaging.handleSubscribe('/fail', () => {
      throw new HandlerError('closed', 'We are closed.');
    });
    messaging.handle('/sent', () => 'x');
    const ann = await connect('ann');
    for (const [path, code] of Object.entries({ '/fail': 'closed', '/sent': 'no_handler' })) {
      ann.send('SUBSCRIBE', { id: path, destination: `/app${path}`, receipt: 'r' });
      expect((await takeJson(ann)).says).toMatchObject({ code, destination: `/app${path}` });
      await ann.take('RECEIPT');
      await ann.ask('UNSUBSCRIBE', { id: path });
    }
  });

  test('is acknowledged where the client wants that', async () => {
    const { messaging, connect } = await startNamed();
    messaging.handleSubscribe('/once', () => 'x');
    const ann = await connect('ann');
    await ann.ask('SUBSCRIBE', { id: '1', destination: '/app/once', ack: 'client' });
    const { ack = '' } = (await ann.take('MESSAGE')).headers;
    await ann.ask('ACK', { id: ack });
    await ann.ask('SUBSCRIBE', { id: '2', destination: '/app/once', ack: 'client-individual' });
    const { headers } = await ann.take('MESSAGE');
    ann.send('BEGIN', { transaction: 't' });
    ann.send('NACK', { id: headers.ack ?? '', transaction: 't' });
    await ann.ask('COMMIT', { transaction: 't' });
    ann.send('ACK', { id: ack });
    await ann.take('ERROR');
  });
});
