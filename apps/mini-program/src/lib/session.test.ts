import { createFakeMemory } from '@carillon/buyer/testing';
import type { SendRequest } from '@carillon/contract';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { TOKEN_GOOD_FOR_MS, createSession } from './session.ts';
import type { Session } from './session.ts';

/** A server that knows the tokens it gave until the test ends them. */
function openServer() {
  const good = new Set<string>();
  let given = 0;
  const asked: string[] = [];
  const send: SendRequest = ({ path, headers }) => {
    asked.push(path);
    if (path === '/api/buyer/login/mini-program') {
      given += 1;
      good.add(`token-${given}`);
      return Promise.resolve({ status: 200, body: { token: `token-${given}` } });
    }
    const isKnown = good.has((headers.authorization ?? '').replace('Bearer ', ''));
    return Promise.resolve({ status: isKnown ? 200 : 401, body: { path } });
  };
  return { send, asked, endAll: () => good.clear() };
}

const call = { method: 'GET', path: '/api/orders', headers: {} } as const;

let server: ReturnType<typeof openServer>;
let nowMs: number;
let askCode: ReturnType<typeof vi.fn<() => Promise<string>>>;
let memory: ReturnType<typeof createFakeMemory>;

beforeEach(() => {
  server = openServer();
  nowMs = 0;
  askCode = vi.fn(() => Promise.resolve('code'));
  memory = createFakeMemory();
});

const open = (): Session => createSession({ send: server.send, memory, askCode, nowMs: () => nowMs });

describe('the session of a mini program', () => {
  test('logs in before the first call, once for all', async () => {
    const session = open();
    const answers = await Promise.all([session.send(call), session.send(call)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(askCode).toHaveBeenCalledTimes(1);
    expect(session.headers()).toEqual({ authorization: 'Bearer token-1' });
  });

  test('is kept on the phone', async () => {
    await open().send(call);
    await open().send(call);
    expect(askCode).toHaveBeenCalledTimes(1);
  });

  test('is renewed, once, when the server ended it', async () => {
    const session = open();
    await session.send(call);
    server.endAll();
    const answers = await Promise.all([session.send(call), session.send(call)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(askCode).toHaveBeenCalledTimes(2);
  });

  test('is looked at before it is renewed: a server that cannot be reached says nothing of it', async () => {
    const session = open();
    await session.check();
    await session.check();
    expect(askCode).toHaveBeenCalledTimes(1);
    server.endAll();
    await session.check();
    expect(askCode).toHaveBeenCalledTimes(2);
    expect(session.headers()).toEqual({ authorization: 'Bearer token-2' });
  });

  test('is renewed before a call when it was not used for so long that the server may have ended it', async () => {
    const session = open();
    await session.send(call);
    nowMs = TOKEN_GOOD_FOR_MS - 1;
    await session.send(call);
    nowMs += TOKEN_GOOD_FOR_MS - 1;
    await session.send(call);
    expect(askCode).toHaveBeenCalledTimes(1);
    nowMs += TOKEN_GOOD_FOR_MS;
    await session.send(call);
    expect(askCode).toHaveBeenCalledTimes(2);
  });

  test('lets a call go on without a login where WeChat gives no code', async () => {
    askCode.mockRejectedValueOnce(new Error('login:fail'));
    askCode.mockRejectedValueOnce(new Error('login:fail'));
    const session = open();
    await expect(session.send(call)).rejects.toThrow('login:fail');
    expect(server.asked).toEqual(['/api/orders']);
  });
});
