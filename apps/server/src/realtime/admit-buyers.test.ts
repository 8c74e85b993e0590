import { describe, expect, test } from 'vitest';
import { ACCOUNT_COOKIE, BUYER_COOKIE } from '../accounts/index.ts';
import { admitBuyers } from './admit-buyers.ts';

const ANYBODY = 'a'.repeat(43);

/** A handshake at a server that knows one login: of the buyer `li`, by the token `live`. */
async function admitted(headers: Record<string, string>, cookies: Record<string, string> = {}) {
  const find = (token?: string) =>
    Promise.resolve(token === 'live' ? { kind: 'buyer', subject: 'li', id: 's1', way: 'mini' } : undefined);
  const context = { sessions: { find } } as unknown as Parameters<typeof admitBuyers>[0];
  const watch = { opened: () => undefined, check: () => Promise.resolve() };
  const handshake = { headers, cookies, remoteAddress: '192.0.2.1' };
  return admitBuyers(context, watch)(handshake as unknown as Parameters<ReturnType<typeof admitBuyers>>[0]);
}

describe('buyers at the door', () => {
  test('are let in by a token, and by the cookie of a login', async () => {
    expect(await admitted({ authorization: 'Bearer live' })).toMatchObject({ buyerId: 'li', session: 's1' });
    expect(await admitted({}, { [ACCOUNT_COOKIE]: 'live' })).toMatchObject({ buyerId: 'li' });
  });

  test('with the token of a login that ended are nobody, whatever cookies come along', async () => {
    expect(await admitted({ authorization: 'Bearer over' })).toBeUndefined();
    expect(await admitted({ authorization: 'Bearer over' }, { [BUYER_COOKIE]: ANYBODY })).toBeUndefined();
  });
});
