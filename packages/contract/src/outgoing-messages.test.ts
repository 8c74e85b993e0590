import { describe, expect, test, vi } from 'vitest';
import { createOutgoing } from './outgoing-messages.ts';
import type { OutgoingMessage } from './outgoing-messages.ts';
import type { ChatMessage } from './types.ts';

const message = { to: 'shop:7', orderId: 3, text: '少放辣' };
const written = (key: string) => ({
  ...{ id: 9, orderId: 3, from: 'buyer', author: null, text: '少放辣', key },
  at: '2026-11-21T04:00:00.000Z',
});

function open({ stored, nowMs = 0 }: { stored?: string | undefined; nowMs?: number } = {}) {
  let kept = stored;
  const asked: { key: string; resolve: (answer?: unknown) => void; reject: (error: unknown) => void }[] = [];
  let waiting: readonly OutgoingMessage[] = [];
  const onReceipt = vi.fn();
  const ask = vi.fn((_destination: string, _body: ChatMessage, key: string) => {
    return new Promise<unknown>((resolve, reject) => asked.push({ key, resolve, reject }));
  });
  const store = { read: () => kept, write: (text: string) => (kept = text) };
  const onChange = (now: readonly OutgoingMessage[]) => (waiting = now);
  const outgoing = createOutgoing({ ask, onReceipt, onChange, store, nowMs: () => nowMs });
  const settled = () => vi.waitFor(() => expect(waiting.every(({ failure }) => failure)).toBe(true));
  return { asked, ask, onReceipt, outgoing, waiting: () => waiting, stored: () => kept, settled };
}

describe('a message on its way', () => {
  test('goes to the other side’s account, under a key of its own', () => {
    const { ask, outgoing, waiting } = open();
    outgoing.send(message);
    outgoing.send(message);
    const [one, other] = waiting();
    expect(one).toMatchObject({ ...message, failure: undefined });
    expect(one?.key).not.toBe(other?.key);
    const { key = '' } = one ?? {};
    expect(ask.mock.calls[0]).toEqual([
      '/app/sendChatMsgById/shop:7',
      { orderId: 3, text: '少放辣', key },
      key,
    ]);
  });

  test('has arrived with its receipt', async () => {
    const { asked, outgoing, onReceipt, waiting, settled } = open();
    outgoing.send(message);
    const { key = '', resolve } = asked[0] ?? {};
    resolve?.({ type: 'receipt', message: written(key) });
    await settled();
    expect(waiting()).toEqual([]);
    expect(onReceipt.mock.calls).toEqual([[written(key)]]);
  });

  test('has arrived when the server took it and its receipt was not heard', async () => {
    const { asked, outgoing, onReceipt, waiting, settled } = open();
    outgoing.send(message);
    asked[0]?.resolve();
    await settled();
    expect(waiting()).toEqual([]);
    expect(onReceipt).not.toHaveBeenCalled();
  });

  test('that failed says why, and goes out again with the same key, once', async () => {
    const { asked, outgoing, waiting, settled } = open();
    outgoing.send(message);
    asked[0]?.reject({ code: 'too_many_messages' });
    await settled();
    expect(waiting()).toMatchObject([{ failure: 'too_many_messages' }]);
    const { key = '' } = waiting()[0] ?? {};
    outgoing.sendAgain(key);
    outgoing.sendAgain(key);
    expect(asked.map((one) => one.key)).toEqual([key, key]);
    asked[1]?.reject(new TypeError('no code'));
    await settled();
    expect(waiting()).toMatchObject([{ failure: 'unknown' }]);
  });

  test('that was heard of elsewhere has not failed, whatever its line says later', async () => {
    const { asked, outgoing, waiting, settled } = open();
    outgoing.send(message);
    outgoing.forget(asked[0]?.key ?? '');
    asked[0]?.reject({ code: 'send_timed_out' });
    await settled();
    expect(waiting()).toEqual([]);
  });
});

describe('a message whose page was loaded anew', () => {
  // It died with the page, though whoever wrote it had seen it there.
  test('goes out again with the key that it had, and is forgotten once it has arrived', async () => {
    const before = open();
    before.outgoing.send(message);
    const { asked, outgoing, waiting, stored, settled } = open({ stored: before.stored() });
    expect(waiting()).toEqual([]);
    outgoing.restore();
    expect(waiting()).toMatchObject([message]);
    expect(asked.map(({ key }) => key)).toEqual(before.asked.map(({ key }) => key));
    asked[0]?.resolve();
    await settled();
    expect(stored()).toBe('[]');
  });

  test('that had failed, or that was written long ago, waits to be asked for', async () => {
    const before = open();
    before.outgoing.send(message);
    const late = open({ stored: before.stored(), nowMs: 10 * 60_000 + 1 });
    late.outgoing.restore();
    expect(late.waiting()).toMatchObject([{ failure: 'send_timed_out' }]);
    before.asked[0]?.reject({ code: 'conversation_closed' });
    await before.settled();
    const { asked, outgoing, waiting } = open({ stored: before.stored() });
    outgoing.restore();
    expect(waiting()).toMatchObject([{ failure: 'conversation_closed' }]);
    expect(asked).toEqual([]);
    outgoing.sendAgain(waiting()[0]?.key ?? '');
    expect(asked).toHaveLength(1);
  });

  test('is not sent twice when it is taken up twice', () => {
    const before = open();
    before.outgoing.send(message);
    const { asked, outgoing } = open({ stored: before.stored() });
    outgoing.restore();
    outgoing.restore();
    expect(asked).toHaveLength(1);
  });

  test.each([undefined, 'not json', '{}', '7', '[null, {}, {"key": "k"}]'])(
    'is no more than can be read: %s',
    (stored) => {
      const { outgoing, waiting } = open({ stored });
      outgoing.restore();
      expect(waiting()).toEqual([]);
    },
  );
});
