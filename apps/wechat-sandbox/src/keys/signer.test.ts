import { expect, test } from 'vitest';
import { vouchesFor } from '../testing/merchant.ts';
import { startWorld } from '../testing/world.ts';
import type { World } from '../testing/world.ts';

const listed = async (world: World) =>
  (await world.merchant.call('GET', '/v3/certificates'))
    .json<{ data: { serial_no: string }[] }>()
    .data.map(({ serial_no: serial }) => serial);

/** Pays trades one after another and tells by which serials their notifications were signed. */
async function serialsOf(world: World, count: number): Promise<Set<string | undefined>> {
  for (let nth = 1; nth <= count; nth += 1) {
    const outTradeNo = `C000000${10 + nth}`;
    await world.merchant.order({ out_trade_no: outTradeNo });
    await world.control('POST', '/pay', { outTradeNo });
    await world.attempts(nth);
  }
  for (const { headers, body } of world.inbox) expect(vouchesFor(world.identity, headers, body)).toBe(true);
  return new Set(world.inbox.map(({ headers }) => headers['wechatpay-serial']));
}

test('while the platform certificate is rotated both are listed, and either signs notifications', async () => {
  const world = await startWorld();
  const { platform, nextPlatform } = world.identity;
  expect(await listed(world)).toEqual([platform.serial]);
  await world.control('PUT', '/signing', { certificates: 'both' });
  expect(await listed(world)).toEqual([platform.serial, nextPlatform.serial]);
  expect(await serialsOf(world, 4)).toEqual(new Set([platform.serial, nextPlatform.serial]));
});

test('afterwards the second one signs alone, over a restart too', async () => {
  const world = await startWorld();
  await world.control('PUT', '/signing', { certificates: 'second' });
  const next = await world.restart();
  expect(await listed(next)).toEqual([next.identity.nextPlatform.serial]);
  expect((await next.merchant.order()).headers['wechatpay-serial']).toBe(next.identity.nextPlatform.serial);
});

test('a merchant who has the public key only gets no certificate, and all is signed with that', async () => {
  const world = await startWorld();
  await world.control('PUT', '/signing', { certificates: 'none' });
  const response = await world.merchant.call('GET', '/v3/certificates');
  expect([response.statusCode, response.json<{ code: string }>().code]).toEqual([404, 'RESOURCE_NOT_EXISTS']);
  expect(response.headers['wechatpay-serial']).toBe(world.identity.publicKey.id);
  expect(await serialsOf(world, 1)).toEqual(new Set([world.identity.publicKey.id]));
});

test.each([
  ['public-key', 1],
  ['certificate', 1],
  ['mixed', 2],
])('notifications signed %s come by %i key(s)', async (notifications, keys) => {
  const world = await startWorld();
  await world.control('PUT', '/signing', { notifications });
  expect((await serialsOf(world, 2)).size).toBe(keys);
});

test('what cannot be is refused', async () => {
  const world = await startWorld();
  const response = await world.control('PUT', '/signing', { certificates: 'third' });
  expect(response.json()).toMatchObject({ error: { code: 'invalid_request' } });
});
