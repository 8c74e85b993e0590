import { describe, expect, test } from 'vitest';
import { startWorld } from '../testing/world.ts';
import type { World } from '../testing/world.ts';

const CALLBACK = 'http://127.0.0.1:3000/api/login/wechat/page';

function authorize(world: World, fields: Record<string, string> = {}, cookie = '') {
  const query = new URLSearchParams({
    appid: world.identity.payAppid,
    redirect_uri: CALLBACK,
    response_type: 'code',
    scope: 'snsapi_base',
    state: 's1',
    ...fields,
  });
  return world.sandbox.app.inject({
    url: `/connect/oauth2/authorize?${query.toString()}`,
    headers: { cookie },
  });
}

async function exchange(world: World, location: string): Promise<Record<string, unknown>> {
  const query = new URLSearchParams({
    appid: world.identity.payAppid,
    secret: world.identity.paySecret,
    code: new URL(location).searchParams.get('code') ?? '',
    grant_type: 'authorization_code',
  });
  return (await world.sandbox.app.inject(`/sns/oauth2/access_token?${query.toString()}`)).json();
}

test('a browser is asked once whose phone it is, and goes back silently from then on', async () => {
  const world = await startWorld();
  const asked = await authorize(world);
  expect(asked.statusCode).toBe(200);
  const [, href = ''] = /href="([^"]+sandbox_person=xiaolin)"/.exec(asked.payload) ?? [];
  const chosen = await world.sandbox.app.inject(href.replaceAll('&amp;', '&'));
  const { location = '', 'set-cookie': cookie } = chosen.headers;
  expect(location).toMatch(/^http:\/\/127\.0\.0\.1:3000\/api\/login\/wechat\/page\?code=\w{32}&state=s1$/);
  const again = await authorize(world, { state: 's2' }, String(cookie).split(';')[0]);
  expect(again.statusCode).toBe(302);
  expect(await exchange(world, again.headers.location ?? '')).toMatchObject({ scope: 'snsapi_base' });
});

test('the code is the openid under the service account’s appid, without a unionid', async () => {
  const world = await startWorld();
  const { location = '' } = (await authorize(world, { sandbox_person: 'xiaolin' })).headers;
  const { people } = (await world.control('GET', '/people')).json<{
    people: { id: string; openids: Record<string, string> }[];
  }>();
  const answer = await exchange(world, location);
  expect(answer.openid).toBe(people.find(({ id }) => id === 'xiaolin')?.openids[world.identity.payAppid]);
  expect(answer).not.toHaveProperty('unionid');
  expect(await exchange(world, location)).toMatchObject({ errcode: 40163 });
});

test('snsapi_userinfo asks each time, and gives the unionid too', async () => {
  const world = await startWorld();
  const remembered = await authorize(world, { scope: 'snsapi_userinfo' }, 'sandbox_person=aming');
  expect(remembered.statusCode).toBe(200);
  const { location = '' } = (await authorize(world, { scope: 'snsapi_userinfo', sandbox_person: 'aming' }))
    .headers;
  expect(await exchange(world, location)).toHaveProperty('unionid');
});

test('the code lives five minutes', async () => {
  const world = await startWorld();
  const { location = '' } = (await authorize(world, { sandbox_person: 'aming' })).headers;
  world.clock.advance(5 * 60_000);
  expect(await exchange(world, location)).toMatchObject({ errcode: 40029 });
});

describe('is refused on a page, without a way back', () => {
  test.each<[string, Record<string, string>, number]>([
    ['a foreign domain', { redirect_uri: 'https://evil.example/' }, 10003],
    ['no redirect_uri', { redirect_uri: '' }, 10011],
    ['another scope', { scope: 'snsapi_login' }, 10005],
    ['no scope', { scope: '' }, 10010],
    ['no appid', { appid: '' }, 10012],
    ['an app that is no service account', { appid: 'wx0000000000000000' }, 10016],
  ])('%s', async (_title, fields, number) => {
    const world = await startWorld();
    const page = await authorize(world, { ...fields, sandbox_person: 'aming' });
    expect(page.statusCode).toBe(200);
    expect(page.payload).toContain(String(number));
    expect(page.headers.location).toBeUndefined();
  });
});
