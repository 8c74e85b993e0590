import { refusalOf } from '@carillon/buyer/testing';
import { flushPromises } from '@vue/test-utils';
import { effectScope } from 'vue';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { withApi } from '../../testing/with-api.ts';
import { CODE_LASTS_AT_LEAST_MS, MAX_RENEWALS, useTrade } from './use-trade.ts';

const LASTS_MS = 5 * 60_000;
const scope = effectScope();

function makeTrade(lastsMs = LASTS_MS) {
  const expiresAt = new Date(Date.now() + lastsMs).toISOString();
  return Promise.resolve({ outTradeNo: 'C7', codeUrl: 'weixin://wxpay/1', amountFen: 5_600, expiresAt });
}

function tradeWith(openTrade: () => Promise<unknown>) {
  const called = vi.fn(openTrade);
  const trade = withApi({ openTrade: called }, () => scope.run(() => useTrade(7)));
  if (!trade) throw new Error('the scope was stopped');
  return { trade, called };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('useTrade', () => {
  test('opens the trade and counts down what is left', async () => {
    const { trade } = tradeWith(() => makeTrade());
    await flushPromises();
    vi.advanceTimersByTime(60_000);
    expect(trade.state.value).toMatchObject({ name: 'open', leftMs: LASTS_MS - 60_000 });
  });

  test('renews the code when it runs out', async () => {
    const { trade, called } = tradeWith(() => makeTrade());
    await flushPromises();
    vi.advanceTimersByTime(LASTS_MS);
    expect(trade.state.value.name).toBe('renewing');
    await flushPromises();
    expect(called).toHaveBeenCalledTimes(2);
    expect(trade.state.value.name).toBe('open');
  });

  test('pauses when a page was left open, and goes on when asked', async () => {
    const { trade, called } = tradeWith(() => makeTrade());
    for (let codes = 0; codes <= MAX_RENEWALS; codes += 1) {
      await flushPromises();
      vi.advanceTimersByTime(LASTS_MS);
    }
    await flushPromises();
    expect(trade.state.value.name).toBe('paused');
    expect(called).toHaveBeenCalledTimes(MAX_RENEWALS + 1);
    trade.renew();
    await flushPromises();
    expect(trade.state.value.name).toBe('open');
  });

  test('shows a fresh code though the clock of the phone is ahead', async () => {
    const { trade } = tradeWith(() => makeTrade(-3_600_000));
    await flushPromises();
    expect(trade.state.value).toMatchObject({ name: 'open', leftMs: CODE_LASTS_AT_LEAST_MS });
  });

  // It said that the order was still there, and offered to renew the code for ever.
  test('fails with the reason when the time to pay is over as the code runs out', async () => {
    const { trade } = tradeWith(
      vi
        .fn()
        .mockImplementationOnce(() => makeTrade())
        .mockRejectedValue(refusalOf(409, 'order_expired')),
    );
    await flushPromises();
    vi.advanceTimersByTime(LASTS_MS);
    await flushPromises();
    expect(trade.state.value).toMatchObject({ name: 'failed', error: { code: 'order_expired' } });
  });

  test('fails with the reason, and tries again when asked', async () => {
    const { trade } = tradeWith(
      vi
        .fn()
        .mockRejectedValueOnce(refusalOf(503, 'payment_unanswered'))
        .mockImplementation(() => makeTrade()),
    );
    await flushPromises();
    expect(trade.state.value).toMatchObject({ name: 'failed', error: { code: 'payment_unanswered' } });
    trade.renew();
    await flushPromises();
    expect(trade.state.value.name).toBe('open');
  });
});
