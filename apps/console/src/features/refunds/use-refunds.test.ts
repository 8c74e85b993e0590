import { ApiError } from '@carillon/contract';
import type { Api } from '@carillon/contract';
import { expect, test, vi } from 'vitest';
import { refusal } from '../../testing/fake-api.ts';
import { anOrder } from '../../testing/orders.ts';
import { useRefunds } from './use-refunds.ts';

const asked = { amountFen: 500, reason: '等待太久' };
const lost = new ApiError(0, { code: 'network', message: 'no answer' });

/** Refunds of a server that answers each call as told; `keys` are those that it was sent. */
function open(...answers: Error[]) {
  const keys: (string | undefined)[] = [];
  const api = vi.fn((_name: string, options: { headers?: Record<string, string> }) => {
    keys.push(options.headers?.['idempotency-key']);
    const answer = answers.shift();
    return answer === undefined ? Promise.resolve({ order: anOrder(1), seq: 1 }) : Promise.reject(answer);
  });
  return { ...useRefunds(api as unknown as Api), keys };
}

test('a refund whose answer was lost is asked for again under its key', async () => {
  const { refund, failure, keys } = open(lost);
  expect(await refund(1, asked)).toBeUndefined();
  expect(failure.value).toBe(lost);
  expect(await refund(1, asked)).toEqual(anOrder(1));
  expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
  expect(keys[1]).toBe(keys[0]);
});

test('the next refund of an order has a key of its own', async () => {
  const { refund, keys } = open();
  await refund(1, asked);
  await refund(1, asked);
  expect(keys[1]).not.toBe(keys[0]);
});

test('after being told that the lost one was taken, another amount is another refund', async () => {
  const { refund, keys } = open(lost, refusal(422, 'idempotency_key_reused'));
  await refund(1, asked);
  await refund(1, { ...asked, amountFen: 700 });
  await refund(1, { ...asked, amountFen: 700 });
  expect(keys[1]).toBe(keys[0]);
  expect(keys[2]).not.toBe(keys[0]);
});

test('pressed twice, it is asked once', async () => {
  const { refund, keys } = open();
  const [first, second] = await Promise.all([refund(1, asked), refund(1, asked)]);
  expect([first?.id, second]).toEqual([1, undefined]);
  expect(keys).toHaveLength(1);
});
