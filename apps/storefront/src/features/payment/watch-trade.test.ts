import type { TradeResult } from '@carillon/contract';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ASK_AGAIN_AFTER_MS, createTradeWatch, TRY_AGAIN_AFTER_MS } from './watch-trade.ts';
import type { TradeSocket, TradeWatchParts } from './watch-trade.ts';

const trade = { outTradeNo: 'C7', watchToken: 'secret' };
const resultOf = (state: TradeResult['state']) => ({ outTradeNo: 'C7', orderId: 7, state, amountFen: 200 });

/** A socket that does what the test says, and keeps what it is given. */
class FakeSocket implements TradeSocket {
  onopen: TradeSocket['onopen'] = null;
  onmessage: TradeSocket['onmessage'] = null;
  onclose: TradeSocket['onclose'] = null;
  readonly sent: string[] = [];
  closings = 0;

  send(text: string): void {
    this.sent.push(text);
  }

  close(): void {
    this.closings += 1;
  }
}

/** Watches a trade over sockets and answers that the test makes. */
function start(askResult: TradeWatchParts['askResult'] = () => new Promise(() => undefined)) {
  const sockets: FakeSocket[] = [];
  const openSocket = vi.fn(() => {
    const socket = new FakeSocket();
    sockets.push(socket);
    return socket;
  });
  const ask = vi.fn(askResult);
  const settled: string[] = [];
  const watchTrade = createTradeWatch({ openSocket, askResult: ask });
  const stop = watchTrade(trade, ({ state }) => settled.push(state));
  const tell = (message: unknown): void => sockets.at(-1)?.onmessage?.({ data: JSON.stringify(message) });
  return { sockets, openSocket, ask, settled, stop, tell };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the watch of a trade', () => {
  test('says which it is, with its token, as soon as the line stands', () => {
    const { sockets } = start();
    sockets[0]?.onopen?.();
    expect(sockets[0]?.sent).toEqual(['{"action":"create","outTradeNo":"C7","token":"secret"}']);
  });

  test('tells how it was settled, once, and closes the line', () => {
    const { sockets, settled, tell } = start();
    sockets[0]?.onopen?.();
    tell(resultOf('paid'));
    tell(resultOf('refunded'));
    expect(settled).toEqual(['paid']);
    expect(sockets[0]?.closings).toBe(1);
  });

  test('is not misled by errors, other trades, and what is no message', () => {
    const { sockets, settled, tell } = start();
    tell({ outTradeNo: 'C7', error: { code: 'trade_not_found', message: '' } });
    tell({ ...resultOf('paid'), outTradeNo: 'C8' });
    tell(resultOf('open'));
    sockets[0]?.onmessage?.({ data: 'paid' });
    expect(settled).toEqual([]);
  });

  test('dials again when the line is lost, and says which trade it is', () => {
    const { sockets } = start();
    for (let times = 0; times < 4; times += 1) {
      sockets[times]?.onopen?.();
      sockets[times]?.onclose?.();
      vi.advanceTimersByTime(TRY_AGAIN_AFTER_MS);
    }
    expect(sockets).toHaveLength(5);
  });

  test('asks by HTTP where no line can be opened, at once with the tag, and then with patience', async () => {
    const ask = vi
      .fn()
      .mockResolvedValueOnce({ result: resultOf('open'), tag: '"1"', hasWaited: false })
      .mockResolvedValueOnce({ result: undefined, tag: '"1"', hasWaited: true })
      .mockResolvedValueOnce({ result: resultOf('paid'), tag: '"2"', hasWaited: true });
    const { sockets, settled } = start(ask);
    sockets[0]?.onclose?.();
    vi.advanceTimersByTime(TRY_AGAIN_AFTER_MS);
    sockets[1]?.onclose?.();
    await vi.advanceTimersByTimeAsync(TRY_AGAIN_AFTER_MS);
    expect(sockets).toHaveLength(2);
    expect(ask.mock.calls.map(([, tag]) => tag as unknown)).toEqual([undefined, '"1"', '"1"']);
    expect(settled).toEqual(['paid']);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(ask).toHaveBeenCalledTimes(3);
  });

  test('takes a breath when the server does not, or no answer comes', async () => {
    const ask = vi
      .fn()
      .mockRejectedValueOnce(new Error('no network'))
      .mockResolvedValueOnce({ result: resultOf('open'), tag: '"1"', hasWaited: false })
      .mockResolvedValue({ result: undefined, tag: '"1"', hasWaited: false });
    const { openSocket, sockets } = start(ask);
    openSocket.mockImplementation(() => {
      throw new Error('no WebSocket');
    });
    sockets[0]?.onclose?.();
    await vi.advanceTimersByTimeAsync(2 * TRY_AGAIN_AFTER_MS);
    expect(ask).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(ASK_AGAIN_AFTER_MS);
    expect(ask).toHaveBeenCalledTimes(3);
    await vi.advanceTimersByTimeAsync(ASK_AGAIN_AFTER_MS);
    expect(ask).toHaveBeenCalledTimes(4);
  });

  test('ends when it is stopped', async () => {
    const { sockets, settled, stop, tell, openSocket } = start();
    stop();
    tell(resultOf('paid'));
    sockets[0]?.onclose?.();
    await vi.advanceTimersByTimeAsync(60_000);
    expect([settled, openSocket.mock.calls.length]).toEqual([[], 1]);
  });
});
