import { describe, expect, test, vi } from 'vitest';
import { createOutgoing } from './outgoing-messages.ts';
import type { OutgoingMessage } from './outgoing-messages.ts';
import type { ChatMessage } from './types.ts';

const message = { to: 'shop:7', orderId: 3, text: '少放辣' };
const written = (key: string) => ({
  ...{ id: 9, orderId: 3, from: 'buyer', author: null, text: '少放辣', key },
  at: '2026-11-21T04:00:00.000Z',
});

function open() {
  const asked: { key: string; resolve: (answer?: unknown) => void; reject: (error: unknown) => void }[] = [];
  let waiting: readonly OutgoingMessage[] = [];
  const onReceipt = vi.fn();
  const ask = vi.fn((_destination: string, _body: ChatMessage, key: string) => {
    return new Promise<unknown>((resolve, reject) => asked.push({ key, resolve, reject }));
  });
  const outgoing = createOutgoing({ ask, onReceipt, onChange: (now) => (waiting = now) });
  const settled = () => vi.waitFor(() => expect(waiting.every(({ failure }) => failure)).toBe(true));
  return { asked, ask, onReceipt, outgoing, waiting: () => waiting, settled };
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
