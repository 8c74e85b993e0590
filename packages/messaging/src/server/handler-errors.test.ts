import { describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { silentLogger } from '../core/logger.ts';
import { HandlerError } from '../handling/handler-error.ts';
import { expectNothingMore, say, startNamed, takeJson } from '../testing/named-clients.ts';

describe('what goes wrong is told to the sending session, which stays open', () => {
  const logger = { ...silentLogger, error: vi.fn() };

  test.each([
    ['/app/nowhere', '', {}, { code: 'no_handler' }],
    ['/app/typed', '{"n":"x"}', {}, { code: 'invalid_payload', issues: [{ path: ['n'] }] }],
    ['/app/typed', '{"n":', { 'content-type': 'application/json' }, { code: 'malformed_payload' }],
    ['/app/typed', 'x', { 'content-type': 'text/plain;charset=gbk' }, { code: 'unsupported_charset' }],
    ['/app/refuse', '', {}, { code: 'sold_out', message: 'Nothing is left.' }],
    [
      '/app/fail',
      '',
      {},
      { code: 'internal_error', message: expect.not.stringContaining('secret') as string },
    ],
    ['/app/unsayable', '', {}, { code: 'internal_error' }],
    ['/app/misdirected', '', {}, { code: 'internal_error' }],
  ])('%s with %s %j: %j', async (destination, body, headers, error) => {
    const { messaging, connect } = await startNamed({ logger });
    messaging.handle('/typed', z.object({ n: z.number() }), () => 'fine');
    messaging.handle('/refuse', () => {
      throw new HandlerError('sold_out', 'Nothing is left.');
    });
    messaging.handle('/fail', () => Promise.reject(new Error('secret')));
    messaging.handle('/unsayable', () => 1n);
    messaging.handle('/misdirected', () => 'x', { sendTo: '/nowhere/x' });
    const [ann, other] = [await connect('ann'), await connect('ann')];
    say(ann, destination, body, { receipt: 'r', ...headers });
    const told = await takeJson(ann);
    expect(told).toEqual({
      from: '/user/queue/errors',
      says: { message: expect.any(String) as string, destination, ...error, ...issuesOf(told.says) },
    });
    expect(told.says).toMatchObject(error);
    // The frame was carried out, and failed: RECEIPT says the first, the message the second.
    expect((await ann.take('RECEIPT')).headers['receipt-id']).toBe('r');
    await expectNothingMore(ann);
    await expectNothingMore(other);
  });

  test('and what nobody may know goes to the log, with session and destination', async () => {
    const { messaging, connect } = await startNamed({ logger });
    logger.error.mockClear();
    messaging.handle('/fail', () => Promise.reject(new Error('secret')));
    const ann = await connect('ann');
    say(ann, '/app/fail', '');
    await ann.take('MESSAGE');
    expect(logger.error.mock.calls).toEqual([
      [
        {
          err: expect.objectContaining({ message: 'secret' }) as Error,
          session: expect.any(String) as string,
          destination: '/app/fail',
        },
        'a handler failed',
      ],
    ]);
  });

  // Once only the second error was there to be read, and nobody learnt what had gone wrong first.
  test('and when its error handler fails too, both go to the log', async () => {
    const { messaging, connect } = await startNamed({ logger });
    logger.error.mockClear();
    messaging.handle('/fail', () => Promise.reject(new Error('first')));
    messaging.handleError(Error, () => Promise.reject(new Error('second')));
    const ann = await connect('ann');
    say(ann, '/app/fail', '');
    expect((await takeJson(ann)).says).toMatchObject({ code: 'internal_error' });
    const logged = logger.error.mock.calls.map(([{ err }]) => (err as Error).message);
    expect(logged).toEqual(['first', 'second']);
  });

  test('unless an error handler answers it: the group’s own first', async () => {
    class SoldOut extends Error {}
    const { messaging, connect } = await startNamed();
    const fail = (error: Error) => () => {
      throw error;
    };
    messaging.handleError(Error, ({ error, destination }) => `any: ${error.message} at ${destination}`);
    messaging.group('/shop', (shop) => {
      shop.handle('/buy', fail(new SoldOut('noodles')));
      shop.handle('/pay', fail(new Error('coins')));
      shop.handleError(SoldOut, ({ error }) => `sold out: ${error.message}`, { sendTo: '/topic/gone' });
    });
    messaging.handle('/buy', fail(new SoldOut('tea')));
    messaging.handle('/worse', fail(new TypeError('first')));
    messaging.handleError(TypeError, fail(new Error('second')));
    const ann = await connect('ann', '/topic/gone');
    for (const path of ['/app/shop/buy', '/app/shop/pay', '/app/buy']) say(ann, path, '');
    expect(await ann.bodies(3)).toEqual([
      'sold out: noodles',
      'any: coins at /app/shop/pay',
      'any: tea at /app/buy',
    ]);
    say(ann, '/app/worse', '');
    expect((await takeJson(ann)).says).toMatchObject({ code: 'internal_error' });
  });
});

function issuesOf(says: unknown): object {
  return typeof says === 'object' && says && 'issues' in says ? { issues: says.issues } : {};
}
