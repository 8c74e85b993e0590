import { expect, test, vi } from 'vitest';
import { MessagingError } from '../core/errors.ts';
import { TimerWheel } from '../core/timer-wheel.ts';
import { PendingReceipts } from './pending-receipts.ts';

interface SetUpOptions {
  maxPending?: number;
  isReading?: () => boolean;
}

function setUp({ maxPending = 10, isReading = () => true }: SetUpOptions = {}) {
  const timers = new TimerWheel(0);
  const onOverdue = vi.fn();
  const receipts = new PendingReceipts({ timers, timeLimitMs: 1_000, maxPending, isReading, onOverdue });
  return { timers, onOverdue, receipts };
}

test('gives each receipt an id of its own, and settles it by that', async () => {
  const { receipts } = setUp();
  const [first, second] = [receipts.open(), receipts.open()];
  receipts.settle(second.id);
  receipts.settle(first.id);
  expect(first.id).not.toBe(second.id);
  await expect(Promise.all([first.received, second.received])).resolves.toHaveLength(2);
});

test('takes no notice of a RECEIPT that comes twice, or that nobody waits for', async () => {
  const { receipts } = setUp();
  const { id, received } = receipts.open();
  for (const settled of [undefined, 'r99', id, id]) receipts.settle(settled);
  await received;
});

test('lets no more be waited for than the limit says', async () => {
  const { receipts } = setUp({ maxPending: 1 });
  const { id, received } = receipts.open();
  expect(() => receipts.open()).toThrow(MessagingError);
  receipts.settle(id);
  await received;
  expect(receipts.open().id).not.toBe(id);
});

test('says when the oldest is overdue, not when a later one is still in time', () => {
  const { receipts, timers, onOverdue } = setUp();
  const first = receipts.open();
  timers.advance(600);
  receipts.open();
  receipts.settle(first.id);
  timers.advance(1_400);
  expect(onOverdue).not.toHaveBeenCalled();
  timers.advance(1_800);
  expect(onOverdue).toHaveBeenCalledOnce();
});

test('does not blame the broker while nothing is read from it', () => {
  let isReading = false;
  const { receipts, timers, onOverdue } = setUp({ isReading: () => isReading });
  receipts.open();
  timers.advance(5_000);
  expect(onOverdue).not.toHaveBeenCalled();
  isReading = true;
  timers.advance(7_000);
  expect(onOverdue).toHaveBeenCalledOnce();
});

test('fails all of them when the connection is lost', async () => {
  const { receipts, timers, onOverdue } = setUp();
  const { received } = receipts.open();
  receipts.failAll(new Error('lost'));
  await expect(received).rejects.toThrow('lost');
  timers.advance(5_000);
  expect(onOverdue).not.toHaveBeenCalled();
});
