import { once } from 'node:events';
import { request } from 'node:http';
import { describe, expect, test } from 'vitest';
import { startWorld } from '../testing/world.ts';
import type { World } from '../testing/world.ts';

const calls: [string, (world: World) => ReturnType<World['merchant']['query']>][] = [
  ['order', ({ merchant }) => merchant.order()],
  ['query', ({ merchant }) => merchant.query('C00000017')],
  ['close', ({ merchant }) => merchant.close('C00000017')],
  ['refund', ({ merchant }) => merchant.refund()],
];

/** As far as each call needs it. */
async function preparedWorld(call: string): Promise<World> {
  const world = await startWorld();
  if (call !== 'order') await world.merchant.order();
  if (call === 'refund') await world.control('POST', '/pay', { outTradeNo: 'C00000017' });
  return world;
}

describe.each(calls)('%s-500', (name, call) => {
  test('does the work, answers SYSTEM_ERROR, and is true the next time', async () => {
    const world = await preparedWorld(name);
    await world.control('POST', '/faults', { name: `${name}-500` });
    const spoiled = await call(world);
    expect([spoiled.statusCode, spoiled.json<{ code: string }>().code]).toEqual([500, 'SYSTEM_ERROR']);
    expect((await call(world)).statusCode).toBeLessThan(300);
    expect((await world.wire()).at(-2)).toMatchObject({ result: 'SYSTEM_ERROR', faults: [`${name}-500`] });
  });
});

test('what is refused anyway is refused as ever, and the fault waits on', async () => {
  const world = await startWorld();
  await world.control('POST', '/faults', { name: 'query-500' });
  expect((await world.merchant.query('C99999999')).json()).toMatchObject({ code: 'ORDER_NOT_EXIST' });
  expect((await world.control('GET', '/faults')).json()).toMatchObject({ armed: [{ name: 'query-500' }] });
});

test('busy answers FREQUENCY_LIMITED, and nothing is done', async () => {
  const world = await startWorld();
  await world.control('POST', '/faults', { name: 'busy' });
  const refused = await world.merchant.order();
  expect([refused.statusCode, refused.json<{ code: string }>().code]).toEqual([429, 'FREQUENCY_LIMITED']);
  expect((await world.merchant.query('C00000017')).json()).toMatchObject({ code: 'ORDER_NOT_EXIST' });
});

/** Sends what the test merchant would, over a real connection, and waits for its end. */
async function sendForReal(world: World): Promise<{ error: Error }> {
  const address = new URL(await world.sandbox.app.listen({ host: '127.0.0.1', port: 0 }));
  const { headers, payload, path } = world.merchant.signedOrder();
  const sent = request({ host: address.hostname, port: address.port, method: 'POST', path, headers });
  sent.end(payload);
  const [error] = (await once(sent, 'error')) as [Error];
  return { error };
}

test('order-timeout places the order, says nothing, and cuts the connection', async () => {
  const world = await startWorld();
  await world.control('POST', '/faults', { name: 'order-timeout', value: 7_000 });
  const ended = sendForReal(world);
  await expect
    .poll(() => world.wire())
    .toMatchObject([
      {
        operation: 'native-order',
        subject: 'C00000017',
        faults: ['order-timeout'],
        problem: 'no answer was sent',
      },
    ]);
  expect((await world.merchant.query('C00000017')).json()).toMatchObject({ trade_state: 'NOTPAY' });
  world.clock.advance(7_000);
  expect((await ended).error.message).toContain('socket hang up');
  expect((await world.wire()).filter(({ operation }) => operation === 'native-order')).toHaveLength(1);
});
