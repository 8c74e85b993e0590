import { describe, expect, test } from 'vitest';
import { NOTIFY_URL, unseal, vouchesFor } from '../testing/merchant.ts';
import { startWorld } from '../testing/world.ts';

interface Body {
  id: string;
  create_time: string;
  event_type: string;
  resource_type: string;
  summary: string;
  resource: { original_type: string; algorithm: string };
}

describe('a paid trade', () => {
  test('is told to the notify_url, signed and encrypted', async () => {
    const world = await startWorld();
    await world.merchant.order();
    const paid = await world.control('POST', '/pay', { outTradeNo: 'C00000017', person: 'aming' });
    expect(paid.statusCode).toBe(200);

    await world.attempts(1);
    const [delivery] = world.inbox;
    expect(delivery?.url).toBe(NOTIFY_URL);
    expect(vouchesFor(world.identity, delivery?.headers ?? {}, delivery?.body ?? '')).toBe(true);
    const body = JSON.parse(delivery?.body ?? '') as Body;
    expect(body).toMatchObject({
      create_time: '2026-11-21T12:00:00+08:00',
      resource_type: 'encrypt-resource',
      event_type: 'TRANSACTION.SUCCESS',
      resource: {
        original_type: 'transaction',
        algorithm: 'AEAD_AES_256_GCM',
        associated_data: 'transaction',
      },
    });
    expect(JSON.parse(unseal(world.identity, body.resource))).toEqual(
      (await world.merchant.query('C00000017')).json(),
    );
  });
});
