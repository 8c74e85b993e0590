import { describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { simpleBroker } from '../broker/simple-broker.ts';
import { expectNothingMore, say, startNamed, takeJson } from '../testing/named-clients.ts';
import { createMessaging } from './create-messaging.ts';

describe('handlers of one session', () => {
  test('run one after the other, however long each takes, and beside those of others', async () => {
    const { messaging, connect } = await startNamed();
    const gates = new Map(['a1', 'b1', 'a2'].map((name) => [name, Promise.withResolvers<string>()]));
    const begun: string[] = [];
    messaging.handle('/slow', z.string(), ({ payload }) => {
      begun.push(payload);
      return gates.get(payload)?.promise;
    });
    const [ann, bob] = [await connect('ann', '/user/queue/slow'), await connect('bob', '/user/queue/slow')];
    say(ann, '/app/slow', 'a1');
    say(ann, '/app/slow', 'a2');
    say(bob, '/app/slow', 'b1');
    await expect.poll(() => begun).toHaveLength(2);
    expect(begun.toSorted()).toEqual(['a1', 'b1']);
    gates.get('b1')?.resolve('b1');
    expect(await bob.bodies(1)).toEqual(['b1']);
    gates.get('a1')?.resolve('a1');
    gates.get('a2')?.resolve('a2');
    expect(await ann.bodies(2)).toEqual(['a1', 'a2']);
  });

  test('answer in order whatever mixes in between', async () => {
    const { messaging, connect } = await startNamed();
    messaging.handle(
      '/later',
      async ({ payload }) => {
        await new Promise(setImmediate);
        return payload;
      },
      { sendTo: '/topic/all' },
    );
    const ann = await connect('ann', '/topic/all');
    const sent = Array.from({ length: 200 }, (_, n) => String(n));
    for (const body of sent) say(ann, Number(body) % 3 === 0 ? '/app/later' : '/topic/all', body);
    expect(await ann.bodies(200)).toEqual(sent);
  });

  test('keep their place in a transaction', async () => {
    const { messaging, connect } = await startNamed();
    messaging.handle('/log', ({ payload }) => payload, { sendTo: '/topic/all' });
    const ann = await connect('ann', '/topic/all');
    ann.send('BEGIN', { transaction: 't' });
    say(ann, '/topic/all', '1', { transaction: 't' });
    say(ann, '/app/log', '2', { transaction: 't' });
    say(ann, '/topic/all', '3', { transaction: 't' });
    say(ann, '/topic/all', '0');
    ann.send('COMMIT', { transaction: 't' });
    expect(await ann.bodies(4)).toEqual(['0', '1', '2', '3']);
  });
});

describe('limits', () => {
  test('refuse what comes when too many handlers run and too many messages wait', async () => {
    const { messaging, connect } = await startNamed({ handlers: { maxConcurrent: 1, maxQueued: 1 } });
    const gates = new Map(['1', '2'].map((name) => [name, Promise.withResolvers<string>()]));
    messaging.handle('/slow', z.string(), ({ payload }) => gates.get(payload)?.promise ?? payload);
    const clients = [
      await connect('a', '/user/queue/slow'),
      await connect('b', '/user/queue/slow'),
      await connect('c', '/user/queue/slow'),
    ] as const;
    const [first, second, third] = clients;
    say(first, '/app/slow', '1');
    say(second, '/app/slow', '2');
    await expect.poll(() => messaging.statistics().framesIn).toBe(3 * 3 + 2);
    say(third, '/app/slow', '3');
    expect((await takeJson(third)).says).toMatchObject({ code: 'handlers_busy' });
    gates.get('1')?.resolve('done 1');
    gates.get('2')?.resolve('done 2');
    expect(await first.bodies(1)).toEqual(['done 1']);
    expect(await second.bodies(1)).toEqual(['done 2']);
    say(third, '/app/slow', '3');
    expect(await third.bodies(1)).toEqual(['3']);
  });

  test('hold for one handler, and leave the others alone', async () => {
    const { messaging, connect } = await startNamed();
    const gate = Promise.withResolvers<string>();
    let running = 0;
    messaging.handle('/print', () => ((running += 1), gate.promise), {
      maxConcurrent: 1,
      toUser: '/queue/a',
    });
    messaging.handle('/read', () => 'read', { toUser: '/queue/a' });
    const clients = [await connect('a', '/user/queue/a'), await connect('b', '/user/queue/a')] as const;
    for (const client of clients) say(client, '/app/print', '');
    const reader = await connect('c', '/user/queue/a');
    say(reader, '/app/read', '');
    expect(await reader.bodies(1)).toEqual(['read']);
    expect(running).toBe(1);
    gate.resolve('printed');
    for (const client of clients) expect(await client.bodies(1)).toEqual(['printed']);
  });

  test('end the wait for a handler that takes too long, and say so to it', async () => {
    const { messaging, connect } = await startNamed({ handlers: { timeLimitMs: 200 } });
    const aborted = Promise.withResolvers<unknown>();
    messaging.handle('/hang', ({ signal }) => {
      signal.addEventListener('abort', () => aborted.resolve(signal.reason));
      return new Promise(() => undefined);
    });
    messaging.handleSubscribe('/hang', () => new Promise(() => undefined));
    const ann = await connect('ann');
    say(ann, '/app/hang', '');
    expect((await takeJson(ann)).says).toMatchObject({ code: 'handler_timeout' });
    expect(await aborted.promise).toMatchObject({ code: 'handler_timeout' });
    ann.send('SUBSCRIBE', { id: '1', destination: '/app/hang' });
    expect((await takeJson(ann)).says).toMatchObject({ code: 'handler_timeout' });
    await expectNothingMore(ann);
  });

  test('end no session because its SUBSCRIBE waits for a handler, or for its turn', async () => {
    const { messaging, connect } = await startNamed({
      limits: { answerTimeLimitMs: 1_000 },
      handlers: { maxConcurrent: 1 },
    });
    messaging.handle('/hang', () => new Promise(() => undefined));
    messaging.handleSubscribe('/menu', () => 'menu');
    const [ann, bob] = [await connect('ann'), await connect('bob')];
    say(ann, '/app/hang', '');
    await expect.poll(() => messaging.statistics().handling).toBe(1);
    bob.send('SUBSCRIBE', { id: '1', destination: '/app/menu' });
    expect((await takeJson(bob)).says).toMatchObject({ code: 'handler_timeout' });
    await expectNothingMore(bob);
  });
});

describe('application destinations', () => {
  test('are asked about as all others are: a refusal ends the session', async () => {
    const { messaging, connect } = await startNamed({
      authorize: ({ command, destination }) => command === 'SUBSCRIBE' || destination !== '/app/admin',
    });
    const handler = vi.fn();
    messaging.handle('/admin', handler);
    const ann = await connect('ann');
    say(ann, '/app/admin', '');
    expect((await ann.take('ERROR')).headers.code).toBe('forbidden');
    expect(handler).not.toHaveBeenCalled();
  });

  test.each([
    [{ applicationPrefix: '/topic' }],
    [{ applicationPrefix: ['/app', '/queue/'] }],
    [{ applicationPrefix: '/user' }],
    [{ broker: simpleBroker({ prefixes: ['/app'] }) }],
  ])('are not the broker’s as well: %j', (options) => {
    expect(() => createMessaging(options)).toThrow(/serves .* too/);
  });

  test.each([[{ applicationPrefix: 'app' }], [{ applicationPrefix: '' }]])(
    'begin with a path: %j',
    (options) => {
      expect(() => createMessaging(options)).toThrow(TypeError);
    },
  );

  test('are not for the application itself to send to', async () => {
    const { messaging } = await startNamed();
    messaging.handle('/x', () => 'x');
    await expect(messaging.template.send('/app/x', '')).rejects.toMatchObject({
      code: 'unknown_destination',
    });
  });

  test.each([[{ timeLimitMs: 0 }], [{ timeLimitMs: NaN }], [{ maxConcurrent: 0 }], [{ maxQueued: -1 }]])(
    'need limits that are some: %j',
    (handlers) => {
      expect(() => createMessaging({ handlers })).toThrow(RangeError);
    },
  );
});
