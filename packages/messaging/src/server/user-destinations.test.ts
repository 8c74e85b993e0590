import { describe, expect, onTestFinished, test } from 'vitest';
import { DISCONNECT_REASONS } from '../core/disconnect.ts';
import { expectNothingMore, say, startNamed, takeJson } from '../testing/named-clients.ts';
import { TestClient } from '../testing/test-client.ts';
import { startServer } from '../testing/test-server.ts';
import type { MessagingOptions } from './create-messaging.ts';

async function start(options: MessagingOptions = {}) {
  const server = await startServer(options, {
    authenticate: ({ query }) => ({ name: query.get('name') ?? 'nobody' }),
  });
  onTestFinished(() => server.stop());

  /** A client of a user, subscribed to a destination of its own under id 1. */
  async function connect(name: string, destination = '/user/queue/chat') {
    const client = await TestClient.open(`${server.url}?name=${encodeURIComponent(name)}`);
    client.send('CONNECT', { 'accept-version': '1.2', host: 'test' });
    const { headers } = await client.take('CONNECTED');
    await client.ask('SUBSCRIBE', { id: '1', destination });
    return Object.assign(client, { id: headers.session ?? '' });
  }

  return { ...server, connect };
}

describe('a message to a user', () => {
  test('reaches every session of the user, and nobody else', async () => {
    const { messaging, connect } = await start();
    const [phone, desk, bob] = [await connect('ann'), await connect('ann'), await connect('bob')];
    await messaging.template.sendToUser('ann', '/queue/chat', 'for ann');
    await messaging.template.sendToUser('bob', '/queue/chat', 'for bob');
    expect(await phone.bodies(1)).toEqual(['for ann']);
    expect(await desk.bodies(1)).toEqual(['for ann']);
    expect(await bob.bodies(1)).toEqual(['for bob']);
  });

  test('names the destination that the client subscribed to, whoever sent it', async () => {
    const { messaging, connect } = await start();
    const [ann, bob] = [await connect('ann'), await connect('bob')];
    await messaging.template.sendToUser('ann', '/queue/chat', 'x', { headers: { colour: 'red' } });
    expect((await ann.take('MESSAGE')).headers).toMatchObject({
      destination: '/user/queue/chat',
      subscription: '1',
      colour: 'red',
    });
    bob.send('SEND', { destination: '/user/ann/queue/chat', mood: 'good' }, 'hi');
    const { headers } = await ann.take('MESSAGE');
    expect(headers).toMatchObject({ destination: '/user/queue/chat', mood: 'good' });
  });

  test('finds one whose name has a slash, as %2F', async () => {
    const { messaging, connect } = await start();
    const name = 'https://joe.example/';
    const [joe, bob] = [await connect(name), await connect('bob')];
    await messaging.template.sendToUser(name, '/queue/chat', 'from the application');
    bob.send('SEND', { destination: '/user/https:%2F%2Fjoe.example%2F/queue/chat' }, 'from bob');
    expect(await joe.bodies(2)).toEqual(['from the application', 'from bob']);
  });

  test('can be for one of the user’s sessions alone', async () => {
    const { messaging, connect } = await start();
    const [phone, desk, bob] = [await connect('ann'), await connect('ann'), await connect('bob')];
    const { template } = messaging;
    await template.sendToUser('ann', '/queue/chat', 'to the desk', { session: desk.id });
    await template.sendToUser('ann', '/queue/chat', 'bob is not ann', { session: bob.id });
    await template.sendToSession(desk.id, '/queue/chat', 'to the desk again', { colour: 'red' });
    await template.sendToUser('ann', '/queue/chat', 'to both');
    expect(await desk.bodies(3)).toEqual(['to the desk', 'to the desk again', 'to both']);
    expect(await phone.bodies(1)).toEqual(['to both']);
    expect(bob.inbox.size).toBe(0);
  });

  test('who sends it from a session of their own comes back to that session alone, as in Spring', async () => {
    const { connect } = await start();
    const [phone, desk, bob] = [await connect('ann'), await connect('ann'), await connect('bob')];
    desk.send('SEND', { destination: '/user/ann/queue/chat' }, 'note to self');
    expect(await desk.bodies(1)).toEqual(['note to self']);
    bob.send('SEND', { destination: '/user/ann/queue/chat' }, 'from bob');
    expect(await phone.bodies(1)).toEqual(['from bob']);
  });

  test('who is not there goes to nobody, and is counted', async () => {
    const { messaging } = await start();
    await messaging.template.sendToUser('nobody', '/queue/chat', 'x');
    await messaging.template.sendToSession('no such session', '/queue/chat', 'x');
    expect(messaging.statistics().drops).toEqual({ user_offline: 2 });
  });

  test.each([
    ['/nowhere/x', 'ann', 'unknown_destination'],
    ['/queue/x', 'ann%2F', 'invalid_user_name'],
    ['/queue/\n', 'ann', 'invalid_destination'],
  ])('to %s of %s is refused with %s', async (destination, name, code) => {
    const { messaging } = await start();
    const refused = messaging.template.sendToUser(name, destination, 'x');
    await expect(refused).rejects.toMatchObject({ code });
  });

  test('of a transaction goes with the others at its COMMIT', async () => {
    const { connect } = await start();
    const [ann, bob] = [await connect('ann'), await connect('bob', '/topic/a')];
    bob.send('BEGIN', { transaction: 't' });
    bob.send('SEND', { destination: '/user/ann/queue/chat', transaction: 't' }, 'psst');
    bob.send('SEND', { destination: '/topic/a', transaction: 't' }, 'aloud');
    expect(ann.inbox.size).toBe(0);
    bob.send('COMMIT', { transaction: 't' });
    expect(await ann.bodies(1)).toEqual(['psst']);
    expect(await bob.bodies(1)).toEqual(['aloud']);
  });

  test('goes by the prefix of the application’s choice', async () => {
    const { messaging, connect } = await start({ userPrefix: '/me' });
    const ann = await connect('ann', '/me/queue/chat');
    await messaging.template.sendToUser('ann', '/queue/chat', 'x');
    expect((await ann.take('MESSAGE')).headers.destination).toBe('/me/queue/chat');
  });
});

describe('a session that nobody is asked about', () => {
  test('has destinations of its own, and is not reached by anybody’s name for it', async () => {
    const server = await startServer();
    onTestFinished(() => server.stop());
    const client = await TestClient.open(server.url);
    client.send('CONNECT', { 'accept-version': '1.2', host: 'test' });
    const id = (await client.take('CONNECTED')).headers.session ?? '';
    await client.ask('SUBSCRIBE', { id: '1', destination: '/user/queue/chat' });
    await server.messaging.template.sendToUser('anonymous', '/queue/chat', 'to all strangers');
    await server.messaging.template.sendToSession(id, '/queue/chat', 'to this one');
    client.send('SEND', { destination: `/user/${id}/queue/chat` }, 'to itself');
    expect(await client.bodies(2)).toEqual(['to this one', 'to itself']);
  });
});

describe('what was made for one session', () => {
  test.each(['SUBSCRIBE', 'SEND'])('is refused to others who %s to it', async (command) => {
    const { messaging, connect } = await start();
    const [ann, eve] = [await connect('ann'), await connect('eve')];
    const destination = `/queue/chat-user${ann.id}`;
    eve.send(command, { id: '2', destination, receipt: 'r' });
    const { headers } = await eve.take('ERROR');
    expect(headers).toMatchObject({ code: 'private_destination', 'receipt-id': 'r' });
    expect((await eve.closed).code).toBe(DISCONNECT_REASONS.forbidden.code);
    await messaging.template.sendToUser('ann', '/queue/chat', 'still private');
    expect(await ann.bodies(1)).toEqual(['still private']);
  });

  test('is refused in a transaction too, and all of it', async () => {
    const { connect } = await start();
    const [ann, eve] = [await connect('ann'), await connect('eve')];
    eve.send('BEGIN', { transaction: 't' });
    eve.send('SEND', { destination: '/user/ann/queue/chat', transaction: 't' }, 'x');
    eve.send('SEND', { destination: `/queue/chat-user${ann.id}`, transaction: 't' }, 'x');
    eve.send('COMMIT', { transaction: 't' });
    expect((await eve.take('ERROR')).headers.code).toBe('private_destination');
    expect(ann.inbox.size).toBe(0);
  });

  test('is not heard by a pattern that it fits', async () => {
    const { messaging, connect } = await start();
    const [ann, eve] = [await connect('ann'), await connect('eve', '/queue/**')];
    await eve.ask('SUBSCRIBE', { id: '2', destination: '/queue/chat-user*' });
    await messaging.template.sendToUser('ann', '/queue/chat', 'private');
    await messaging.template.send('/queue/open', 'for all');
    expect(await ann.bodies(1)).toEqual(['private']);
    expect(await eve.bodies(1)).toEqual(['for all']);
  });

  test('is not heard by whoever guessed the id before it was given out', async () => {
    const { messaging, connect } = await start({ ids: counter() });
    const eve = await connect('eve', '/queue/chat-userid-2');
    await eve.ask('SUBSCRIBE', { id: '2', destination: '/user/queue/chat' });
    const ann = await connect('ann');
    expect(ann.id).toBe('id-2');
    await messaging.template.sendToUser('ann', '/queue/chat', 'private');
    expect(await ann.bodies(1)).toEqual(['private']);
    await messaging.template.sendToUser('eve', '/queue/chat', 'her own');
    expect(await eve.bodies(1)).toEqual(['her own']);
  });

  test('is refused by the name that the client used', async () => {
    const { connect } = await start();
    const ann = await connect('ann');
    ann.send('SUBSCRIBE', { id: 'mine', destination: '/user/bob/nowhere/x' });
    expect((await ann.take('ERROR')).headers.message).toContain('/user/bob/nowhere/x');
  });

  test('is asked about by the name that the client used', async () => {
    const asked: string[] = [];
    const { connect } = await start({
      authorize: ({ command, destination }) => {
        asked.push(`${command} ${destination}`);
        return command === 'SUBSCRIBE' || !destination.startsWith('/user/boss/');
      },
    });
    const ann = await connect('ann');
    ann.send('SEND', { destination: '/user/boss/queue/chat' }, 'x');
    expect((await ann.take('ERROR')).headers.code).toBe('forbidden');
    expect(asked).toEqual(['SUBSCRIBE /user/queue/chat', 'SEND /user/boss/queue/chat']);
  });
});

// Once the variable of a path, which a stranger writes, led a handler's answer to where only one session listens.
test('no path leads the answer of a handler to what was made for a session', async () => {
  const { messaging, connect } = await startNamed();
  messaging.handle('/rooms/{room}', () => 'forged', { sendTo: '/queue/{room}' });
  const [bob, eve] = [await connect('bob', '/user/queue/chat'), await connect('eve')];
  const id = messaging.users.get('bob')?.sessions[0]?.id ?? '';
  say(eve, `/app/rooms/chat-user${id}`, '');
  expect((await takeJson(eve)).says).toMatchObject({ code: 'internal_error' });
  await expectNothingMore(bob);
});

function counter(): () => string {
  let last = 0;
  return () => `id-${(last += 1)}`;
}
