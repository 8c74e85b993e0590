import { describe, expect, test } from 'vitest';
import { createFakeApi, refusal } from '../../testing/fake-api.ts';
import { createSession } from './session.ts';

const staff = { id: 1, name: '掌柜', shops: [{ id: 1, name: '川味小馆', role: 'owner' as const }] };

describe('a session', () => {
  test('is the staff that the server names', async () => {
    const session = createSession(createFakeApi({ readSelf: () => ({ staff }) }).api);
    expect(await session.look()).toEqual({ name: 'in', staff });
  });

  test('asks once for several that look at the same time', async () => {
    const fake = createFakeApi({ readSelf: () => ({ staff }) });
    const session = createSession(fake.api);
    await Promise.all([session.look(), session.look()]);
    expect(fake.calls).toEqual(['readSelf']);
  });

  test('is out, for no special reason, when nobody was logged in', async () => {
    const fake = createFakeApi({ readSelf: () => Promise.reject(refusal(401, 'not_logged_in')) });
    expect(await createSession(fake.api).look()).toEqual({ name: 'out' });
  });

  test('is unreachable, not out, when the server does not answer', async () => {
    const fake = createFakeApi({ readSelf: () => Promise.reject(refusal(0, 'network')) });
    expect(await createSession(fake.api).look()).toEqual({ name: 'unreachable' });
  });

  test('ends with its reason when any answer says that it has', async () => {
    const fake = createFakeApi({
      logIn: () => ({ staff }),
      readBoard: () => Promise.reject(refusal(401, 'session_ended')),
    });
    const session = createSession(fake.api);
    await session.logIn('demo', 'carillon');
    await expect(session.api('readBoard', { params: { shopId: 1 } })).rejects.toThrow('session_ended');
    expect(session.state.value).toEqual({ name: 'out', because: 'session_ended' });
  });

  test('ends with what the line said of it, once the server agrees', async () => {
    const fake = createFakeApi({
      logIn: () => ({ staff }),
      readSelf: () => Promise.reject(refusal(401, 'not_logged_in')),
    });
    const session = createSession(fake.api);
    await session.logIn('demo', 'carillon');
    await session.look('session_expired');
    expect(session.state.value).toEqual({ name: 'out', because: 'session_expired' });
    await session.logIn('demo', 'carillon');
    await session.look();
    expect(session.state.value).toEqual({ name: 'out', because: 'not_logged_in' });
  });

  test('stays when the server is merely out of reach', async () => {
    const fake = createFakeApi({
      logIn: () => ({ staff }),
      readSelf: () => Promise.reject(refusal(0, 'network')),
    });
    const session = createSession(fake.api);
    await session.logIn('demo', 'carillon');
    expect(await session.look()).toEqual({ name: 'in', staff });
  });

  test('does not take a refused login for an ended session', async () => {
    const fake = createFakeApi({ logIn: () => Promise.reject(refusal(401, 'wrong_credentials')) });
    const session = createSession(fake.api);
    await expect(session.logIn('demo', 'wrong')).rejects.toThrow('wrong_credentials');
    expect(session.state.value).toEqual({ name: 'unknown' });
  });

  test('ends here when logged out, even if the server could not be told', async () => {
    const fake = createFakeApi({
      logIn: () => ({ staff }),
      logOut: () => Promise.reject(refusal(0, 'network')),
    });
    const session = createSession(fake.api);
    await session.logIn('demo', 'carillon');
    await session.logOut();
    expect(session.state.value).toEqual({ name: 'out' });
  });
});
