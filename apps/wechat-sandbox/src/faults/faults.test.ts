import { expect, test } from 'vitest';
import { vouchesFor } from '../testing/merchant.ts';
import { startWorld } from '../testing/world.ts';
import { FAULT_NAMES } from './faults.ts';

test('a fault applies to so many occasions and then no more', async () => {
  const world = await startWorld({ answer: (nth) => new Response(null, { status: nth < 3 ? 401 : 204 }) });
  await world.control('POST', '/faults', { name: 'forged-signature', times: 2 });
  await world.merchant.order();
  await world.control('POST', '/pay', { outTradeNo: 'C00000017' });
  await world.attempts(1);
  world.clock.advance(15_000);
  await world.attempts(2);
  expect((await world.control('GET', '/faults')).json()).toMatchObject({ armed: [] });
  world.clock.advance(15_000);
  await world.attempts(3);
  expect(world.inbox.map(({ headers, body }) => vouchesFor(world.identity, headers, body))).toEqual([
    false,
    false,
    true,
  ]);
});

test('one that is armed until cleared stays', async () => {
  const world = await startWorld();
  await world.control('POST', '/faults', { name: 'query-500', times: 'until-cleared' });
  await world.merchant.order();
  for (const round of [1, 2, 3]) {
    expect([round, (await world.merchant.query('C00000017')).statusCode]).toEqual([round, 500]);
  }
  await world.control('DELETE', '/faults/query-500');
  expect((await world.merchant.query('C00000017')).statusCode).toBe(200);
});

test('a rule that is let go is so until it is cleared, if nothing else is said', async () => {
  const world = await startWorld();
  expect((await world.control('POST', '/faults', { name: 'close-unknown-204' })).json()).toMatchObject({
    armed: [{ name: 'close-unknown-204', times: 'until-cleared' }],
  });
});

test('one for a trade waits for that trade, and goes before one for any', async () => {
  const world = await startWorld();
  await world.control('POST', '/faults', { name: 'query-500' });
  await world.control('POST', '/faults', { name: 'query-500', outTradeNo: 'C00000017' });
  await world.merchant.order();
  expect((await world.merchant.query('C00000017')).statusCode).toBe(500);
  expect((await world.control('GET', '/faults')).json<{ armed: object[] }>().armed).toEqual([
    { name: 'query-500', times: 1 },
  ]);
});

test('several faults apply together', async () => {
  const world = await startWorld();
  await world.control('POST', '/faults', { name: 'duplicate', value: 2 });
  await world.control('POST', '/faults', { name: 'wrong-amount', value: 1 });
  await world.merchant.order();
  await world.control('POST', '/pay', { outTradeNo: 'C00000017' });
  const attempts = await world.attempts(2);
  expect(attempts[0]?.faults).toEqual(['duplicate', 'wrong-amount']);
});

test('clearing takes all back', async () => {
  const world = await startWorld();
  await world.control('POST', '/faults', { name: 'drop', times: 9 });
  expect((await world.control('DELETE', '/faults')).json()).toMatchObject({ armed: [], probeRate: 0 });
});

test('all are listed in both languages', async () => {
  const world = await startWorld();
  const { known } = (await world.control('GET', '/faults')).json<{
    known: { name: string; zh: string; en: string }[];
  }>();
  expect(known.map(({ name }) => name)).toEqual(FAULT_NAMES);
  expect(known.every(({ zh, en }) => zh !== '' && en !== '')).toBe(true);
});

test.each([
  [{ name: 'earthquake' }, 'fault_unknown'],
  [{ name: 'duplicate', value: 21 }, 'invalid_request'],
  [{ name: 'drop', value: 1 }, 'invalid_request'],
  [{ name: 'drop', times: 0 }, 'invalid_request'],
  [{ name: 'drop', times: 'for ever' }, 'invalid_request'],
  [{ name: 'order-500', notice: 'refund' }, 'invalid_request'],
])('arming refuses %j with %s', async (fault, code) => {
  const world = await startWorld();
  expect((await world.control('POST', '/faults', fault)).json()).toMatchObject({ error: { code } });
});
