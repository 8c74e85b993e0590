import { afterEach, describe, expect, test, vi } from 'vitest';
import { ApiError, CALL_LIMIT_MS, createApi } from './api.ts';

afterEach(() => vi.restoreAllMocks());

function answering(status: number, body: string | null) {
  const requests: { url: string; init: RequestInit | undefined }[] = [];
  const api = createApi('http://shop.example', (url, init) => {
    requests.push({ url: url as string, init });
    return Promise.resolve(new Response(body, { status }));
  });
  return { api, requests };
}

describe('createApi', () => {
  test('fills and escapes path parameters', async () => {
    const { api, requests } = answering(200, '{}');
    await api('readTable', { params: { code: 'a/b' } });
    expect(requests[0]?.url).toBe('http://shop.example/api/tables/a%2Fb');
  });

  test('writes what is asked for behind the path, and leaves out what is not', async () => {
    const { api, requests } = answering(200, '{}');
    await api('listPayments', { params: { shopId: 1 }, query: { search: '一 & 二', before: 7 } });
    await api('listPayments', { params: { shopId: 1 }, query: { search: undefined } });
    expect(requests.map(({ url }) => url)).toEqual([
      'http://shop.example/api/staff/shops/1/payments?search=%E4%B8%80%20%26%20%E4%BA%8C&before=7',
      'http://shop.example/api/staff/shops/1/payments',
    ]);
  });

  test('sends a body as JSON with the headers given', async () => {
    const { api, requests } = answering(200, '{}');
    const body = { lines: [{ productId: 1, quantity: 2 }], totalFen: 5 };
    await api('placeOrder', { params: { shopId: 1 }, body, headers: { 'idempotency-key': 'k' } });
    expect(requests[0]?.init).toMatchObject({
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', 'idempotency-key': 'k' },
    });
  });

  test('answers undefined for 204', async () => {
    await expect(answering(204, null).api('logOut')).resolves.toBeUndefined();
  });

  test('rejects with the code, status and details of a refusal', async () => {
    const { api } = answering(
      409,
      '{"error":{"code":"price_changed","message":"new","details":{"totalFen":3}}}',
    );
    await expect(api('listShops')).rejects.toMatchObject({
      status: 409,
      code: 'price_changed',
      details: { totalFen: 3 },
    });
  });

  test('rejects a proxy page that is not ours as unreadable', async () => {
    await expect(answering(502, '<html>').api('listShops')).rejects.toMatchObject({
      code: 'unreadable_answer',
    });
  });

  test('rejects with code network when no answer comes', async () => {
    const api = createApi('', () => Promise.reject(new TypeError('refused')));
    const refusal = await api('listShops').catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(ApiError);
    expect(refusal).toMatchObject({ status: 0, code: 'network' });
  });

  // A phone that changes networks may leave a request unanswered for minutes: the page would wait with it.
  test('gives up a call that nobody answers', async () => {
    const signals: AbortSignal[] = [];
    const timeout = vi
      .spyOn(AbortSignal, 'timeout')
      .mockReturnValue(AbortSignal.abort(new Error('too late')));
    const api = createApi('', (_url, init) => {
      if (init?.signal) signals.push(init.signal);
      return Promise.reject(init?.signal?.reason as Error);
    });
    await expect(api('listShops')).rejects.toMatchObject({ code: 'network', message: 'too late' });
    expect(timeout).toHaveBeenCalledWith(CALL_LIMIT_MS);
    expect(signals[0]?.aborted).toBe(true);
  });

  test('gives up a call whose caller does', async () => {
    const caller = new AbortController();
    const api = createApi(
      '',
      (_url, init) =>
        new Promise((_, reject) => {
          init?.signal?.addEventListener('abort', () => reject(init.signal?.reason as Error));
        }),
    );
    const call = api('listShops', { signal: caller.signal });
    caller.abort(new Error('gone elsewhere'));
    await expect(call).rejects.toMatchObject({ code: 'network', message: 'gone elsewhere' });
  });
});
