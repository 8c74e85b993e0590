import type { Order, OrderEvent } from '@carillon/contract';
import { createMemoryJournal } from '@carillon/messaging';
import { expect, test, vi } from 'vitest';
import { createLogger } from '../platform/logging.ts';
import { followShops } from './follow-shops.ts';

const DESTINATION = '/topic/shops/7/orders';
const anOrder = (id: number) => ({ id }) as Order;
const paid = (id: number) => ({ type: 'order.paid', at: '', order: anOrder(id) }) satisfies OrderEvent;

/** A journal and a table of what waits, both in memory. */
function start() {
  const journal = createMemoryJournal();
  const waiting: Order[] = [];
  const read = vi.spyOn(journal, 'read');
  const readWaiting = vi.fn(async () => {
    const { newestSeq } = await journal.read(DESTINATION, 0, 1);
    return { orders: [...waiting], seq: newestSeq };
  });
  const shops = followShops({ journal, readWaiting, logger: createLogger({ level: 'silent' }) });

  function order(id: number): void {
    waiting.push(anOrder(id));
    journal.append(DESTINATION, paid(id));
  }
  function listen() {
    const told: string[] = [];
    const leave = shops.follow(7, {
      onWaiting: (orders) => told.push(`waiting ${orders.map(({ id }) => id).join(' ')}`.trim()),
      onEvent: ({ order }) => told.push(`event ${order.id}`),
    });
    return { told, leave };
  }
  return { journal, waiting, read, readWaiting, shops, order, listen };
}

test('whoever listens is told what waits, and then what happens', async () => {
  const { order, listen } = start();
  order(1);
  const { told } = listen();
  await vi.waitFor(() => expect(told).toEqual(['waiting 1']));
  order(2);
  await vi.waitFor(() => expect(told).toEqual(['waiting 1', 'event 2']));
});

test('what happens while it is read what waits is told once to each', async () => {
  const { order, listen, readWaiting } = start();
  const first = listen();
  await vi.waitFor(() => expect(first.told).toEqual(['waiting']));
  const answered = await readWaiting();
  const gate = Promise.withResolvers<typeof answered>();
  readWaiting.mockImplementationOnce(() => gate.promise);
  const second = listen();
  order(1);
  gate.resolve(answered);
  await vi.waitFor(() => expect(first.told).toEqual(['waiting', 'event 1']));
  expect(second.told).toEqual(['waiting', 'event 1']);
});

test('however many listen, the journal is read once for all', async () => {
  const { order, listen, read } = start();
  const listeners = Array.from({ length: 20 }, listen);
  for (const { told } of listeners) await vi.waitFor(() => expect(told).toEqual(['waiting']));
  read.mockClear();
  order(1);
  for (const { told } of listeners) await vi.waitFor(() => expect(told).toHaveLength(2));
  expect(read.mock.calls.filter(([, after]) => after === 0)).toHaveLength(1);
});

test('when entries are gone that were not read, it is told anew what waits', async () => {
  const { journal, order, listen } = start();
  const { told } = listen();
  await vi.waitFor(() => expect(told).toEqual(['waiting']));
  order(1);
  journal.trim(DESTINATION, 1);
  await vi.waitFor(() => expect(told).toEqual(['waiting', 'waiting 1']));
});

test('what the database could not tell is told when it can', async () => {
  const { listen, readWaiting, shops } = start();
  readWaiting.mockRejectedValueOnce(new Error('no connection'));
  const { told } = listen();
  await vi.waitFor(() => expect(readWaiting).toHaveBeenCalledOnce());
  expect(told).toEqual([]);
  shops.check();
  await vi.waitFor(() => expect(told).toEqual(['waiting']));
});

test('a listener that fails hurts nobody', async () => {
  const { order, listen, shops } = start();
  shops.follow(7, {
    onWaiting: () => undefined,
    onEvent: () => {
      throw new Error('broken');
    },
  });
  const { told } = listen();
  await vi.waitFor(() => expect(told).toEqual(['waiting']));
  order(1);
  await vi.waitFor(() => expect(told).toEqual(['waiting', 'event 1']));
});

test('nothing is read any more when the last one has gone', async () => {
  const { order, listen, read } = start();
  const { told, leave } = listen();
  await vi.waitFor(() => expect(told).toEqual(['waiting']));
  leave();
  leave();
  read.mockClear();
  order(1);
  await new Promise(setImmediate);
  expect(read).not.toHaveBeenCalled();
});
