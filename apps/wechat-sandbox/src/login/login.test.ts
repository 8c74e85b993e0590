import { describe, expect, test } from 'vitest';
import { startWorld } from '../testing/world.ts';
import type { World } from '../testing/world.ts';

const CALLBACK = 'http://127.0.0.1:3000/api/login/wechat/callback';

function authorizeUrl(world: World, fields: Record<string, string> = {}): string {
  const query = new URLSearchParams({
    appid: world.identity.openAppid,
    redirect_uri: CALLBACK,
    response_type: 'code',
    scope: 'snsapi_login',
    state: 's-1',
    ...fields,
  });
  return `/connect/qrconnect?${query.toString()}`;
}

async function openLogin(world: World, fields: Record<string, string> = {}): Promise<string> {
  const page = await world.sandbox.app.inject(authorizeUrl(world, fields));
  expect(page.statusCode).toBe(200);
  const [, uuid = ''] = /confirm\?uuid=([0-9A-Za-z]{16})/.exec(page.payload) ?? [];
  expect(uuid).not.toBe('');
  return uuid;
}

interface News {
  wx_errcode: number;
  wx_code?: string;
  redirect?: string;
}

async function poll(world: World, uuid: string, last = 0): Promise<News> {
  return (await world.sandbox.app.inject(`/connect/l/qrconnect?uuid=${uuid}&last=${last}`)).json<News>();
}

async function agree(world: World): Promise<string> {
  const uuid = await openLogin(world);
  await world.control('POST', `/logins/${uuid}/confirm`, { person: 'laochen' });
  return (await poll(world, uuid)).wx_code ?? '';
}

async function exchange(world: World, fields: Record<string, string>): Promise<Record<string, unknown>> {
  const query = new URLSearchParams({
    appid: world.identity.openAppid,
    secret: world.identity.openSecret,
    grant_type: 'authorization_code',
    ...fields,
  });
  const response = await world.sandbox.app.inject(`/sns/oauth2/access_token?${query.toString()}`);
  expect(response.statusCode).toBe(200);
  return response.json();
}

describe('the login page', () => {
  test('shows a QR that leads to the phone', async () => {
    const world = await startWorld();
    const page = await world.sandbox.app.inject(authorizeUrl(world));
    expect(page.headers['content-type']).toContain('text/html');
    expect(page.payload).toContain('<svg');
    const uuid = await openLogin(world);
    const confirm = await world.sandbox.app.inject(`/connect/confirm?uuid=${uuid}`);
    expect(confirm.headers.location).toBe(`/?scan=${uuid}`);
  });

  test('speaks English when asked', async () => {
    const world = await startWorld();
    expect((await world.sandbox.app.inject(authorizeUrl(world, { lang: 'en' }))).payload).toContain(
      '<html lang="en">',
    );
  });

  test.each([
    ['a foreign appid', { appid: 'wx0000000000000000' }],
    ['another response_type', { response_type: 'token' }],
    ['another scope', { scope: 'snsapi_base' }],
    ['an unregistered domain', { redirect_uri: 'https://evil.example/callback' }],
    ['a domain that only begins like ours', { redirect_uri: 'http://127.0.0.1.evil.example/' }],
    ['a script for an address', { redirect_uri: 'javascript:alert(1)' }],
    ['no address', { redirect_uri: '' }],
  ])('refuses %s with a page and no way back', async (_title, fields) => {
    const world = await startWorld();
    const page = await world.sandbox.app.inject(authorizeUrl(world, fields));
    expect(page.statusCode).toBe(200);
    expect(page.payload).not.toContain('<svg');
    expect((await world.control('GET', '/codes')).json()).toMatchObject({ logins: [] });
  });

  test('returns to a registered domain only when the host is equal', async () => {
    const world = await startWorld({ callbackDomains: ['shop.example'] });
    await openLogin(world, { redirect_uri: 'https://shop.example/back' });
    const sub = await world.sandbox.app.inject(
      authorizeUrl(world, { redirect_uri: 'https://a.shop.example/back' }),
    );
    expect(sub.payload).not.toContain('<svg');
  });
});

describe('the page’s long poll', () => {
  test('hears of scanning, then of agreeing, with code and state', async () => {
    const world = await startWorld();
    const uuid = await openLogin(world, { redirect_uri: `${CALLBACK}?keep=1`, state: 'a&b' });
    const first = poll(world, uuid, 408);
    await world.control('POST', '/scan', {
      text: `http://127.0.0.1/connect/confirm?uuid=${uuid}`,
      person: 'laochen',
    });
    expect(await first).toEqual({ wx_errcode: 404 });

    const second = poll(world, uuid, 404);
    await world.control('POST', `/logins/${uuid}/confirm`, { person: 'laochen' });
    const news = await second;
    expect(news).toMatchObject({ wx_errcode: 405 });
    const back = new URL(news.redirect ?? '');
    expect(back.origin + back.pathname).toBe(CALLBACK);
    expect(Object.fromEntries(back.searchParams)).toEqual({ keep: '1', code: news.wx_code, state: 'a&b' });
  });

  test('hears of declining, with the state alone or with no way back', async () => {
    const world = await startWorld();
    const older = await openLogin(world);
    await world.control('POST', `/logins/${older}/decline`, { redirect: true });
    expect(await poll(world, older)).toEqual({ wx_errcode: 403, redirect: `${CALLBACK}?state=s-1` });

    const newer = await openLogin(world);
    await world.control('POST', `/logins/${newer}/decline`, { redirect: false });
    expect(await poll(world, newer)).toEqual({ wx_errcode: 403 });
  });

  test('answers "still waiting" after 25 s and "expired" after 5 min', async () => {
    const world = await startWorld();
    const uuid = await openLogin(world);
    const waiting = poll(world, uuid, 408);
    await expect.poll(() => world.clock.nextInMs(), { timeout: 10_000 }).toBe(25_000);
    world.clock.advance(25_000);
    expect(await waiting).toEqual({ wx_errcode: 408 });
    world.clock.advance(5 * 60_000);
    expect(await poll(world, uuid, 408)).toEqual({ wx_errcode: 402 });
    expect((await world.control('POST', `/logins/${uuid}/confirm`, {})).json()).toMatchObject({
      error: { code: 'login_finished' },
    });
  });

  test('knows no login of another run', async () => {
    const world = await startWorld();
    expect(await poll(world, '0123456789abcdef', 408)).toEqual({ wx_errcode: 402 });
  });
});

test('a login is answered once', async () => {
  const world = await startWorld();
  const uuid = await openLogin(world);
  await world.control('POST', `/logins/${uuid}/confirm`, { person: 'laochen' });
  const again = await world.control('POST', `/logins/${uuid}/decline`, {});
  expect(again.statusCode).toBe(409);
  expect(again.json()).toMatchObject({ error: { code: 'login_finished' } });
});

describe('the code exchange', () => {
  test('gives openid and unionid of whoever agreed', async () => {
    const world = await startWorld();
    const code = await agree(world);
    const { people } = (await world.control('GET', '/people')).json<{
      people: { id: string; unionid: string; openids: Record<string, string> }[];
    }>();
    const owner = people.find(({ id }) => id === 'laochen');
    expect(await exchange(world, { code })).toEqual({
      access_token: expect.any(String) as string,
      expires_in: 7200,
      refresh_token: expect.any(String) as string,
      openid: owner?.openids[world.identity.openAppid],
      scope: 'snsapi_login',
      unionid: owner?.unionid,
    });
  });

  test('takes a code once', async () => {
    const world = await startWorld();
    const code = await agree(world);
    await exchange(world, { code });
    expect(await exchange(world, { code })).toMatchObject({
      errcode: 40163,
      errmsg: expect.stringMatching(/^code been used, rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/) as string,
    });
  });

  test('takes a code for 10 minutes', async () => {
    const world = await startWorld();
    const code = await agree(world);
    world.clock.advance(10 * 60_000);
    expect(await exchange(world, { code })).toMatchObject({ errcode: 40029 });
  });

  test.each<[Record<string, string>, number]>([
    [{ code: 'nonsense' }, 40029],
    [{ code: '' }, 41008],
    [{ appid: '' }, 41002],
    [{ secret: '' }, 41004],
    [{ code: 'x', appid: 'wx0000000000000000' }, 40013],
    [{ code: 'x', secret: 'wrong' }, 40125],
    [{ code: 'x', grant_type: 'client_credential' }, 40002],
  ])('answers %j with HTTP 200 and errcode %i', async (fields, errcode) => {
    const world = await startWorld();
    expect(await exchange(world, fields)).toMatchObject({ errcode });
  });

  test('a wrong secret does not use up the code', async () => {
    const world = await startWorld();
    const code = await agree(world);
    await exchange(world, { code, secret: 'wrong' });
    expect(await exchange(world, { code })).toHaveProperty('openid');
  });
});

test('the wire log does not show the secret', async () => {
  const world = await startWorld();
  await exchange(world, { code: 'x' });
  expect(JSON.stringify(await world.wire())).not.toContain(world.identity.openSecret);
});
