import { describe, expect, test } from 'vitest';
import { DISCONNECT_REASONS } from '../core/disconnect.ts';
import { closeInTurn } from './close-in-turn.ts';

function sessions(count: number) {
  const closedAtMs: number[] = [];
  const all = Array.from({ length: count }, () => ({
    isBusy: false,
    close: () => void closedAtMs.push(performance.now()),
  }));
  return { all, closedAtMs };
}

function pace(
  spreadMs: number,
  {
    patienceMs = 60_000,
    signal = new AbortController().signal,
    onError = (error: unknown) => expect(error).toBeUndefined(),
  } = {},
) {
  return { reason: DISCONNECT_REASONS.drain, spreadMs, patienceMs, signal, onError };
}

describe('sessions that are closed in turn', () => {
  test('are closed at once where they are few', () => {
    const { all, closedAtMs } = sessions(100);
    void closeInTurn(all, pace(10_000));
    expect(closedAtMs).toHaveLength(100);
  });

  test('are spread over the time where they are many', async () => {
    const { all, closedAtMs } = sessions(10_000);
    const closed = closeInTurn(all, pace(1_250));
    expect(closedAtMs).toHaveLength(200);
    await closed;
    expect(closedAtMs).toHaveLength(10_000);
    const moments = new Set(closedAtMs.map((ms) => Math.floor((ms - (closedAtMs[0] ?? 0)) / 25)));
    expect(moments.size).toBeGreaterThan(3);
  });

  test('are closed though one of them cannot be', () => {
    const { all, closedAtMs } = sessions(3);
    const errors: unknown[] = [];
    const broken = { isBusy: false, close: () => expect.unreachable('it is broken') };
    void closeInTurn([broken, ...all], pace(10_000, { onError: (error) => errors.push(error) }));
    expect(closedAtMs).toHaveLength(3);
    expect(errors).toHaveLength(1);
  });

  test('are closed when they are not busy any more, be the spread over or not', async () => {
    const { all, closedAtMs } = sessions(3);
    let [isBusy, asked] = [true, 0];
    const busy = { close: all[0]?.close ?? (() => undefined), isBusy: false };
    Object.defineProperty(busy, 'isBusy', { get: () => ((asked += 1), isBusy) });
    const closed = closeInTurn([busy, ...all.slice(1)], pace(1));
    await expect.poll(() => asked).toBeGreaterThan(3);
    expect(closedAtMs).toHaveLength(2);
    isBusy = false;
    await closed;
    expect(closedAtMs).toHaveLength(3);
  });

  test('are closed though they are busy once the patience is over', async () => {
    const { all, closedAtMs } = sessions(2);
    for (const session of all) session.isBusy = true;
    await closeInTurn(all, pace(60_000, { patienceMs: 30 }));
    expect(closedAtMs).toHaveLength(2);
  });

  test('are left alone once nobody waits any more', async () => {
    const { all, closedAtMs } = sessions(300);
    const over = new AbortController();
    const closed = closeInTurn(all, pace(60_000, { signal: over.signal }));
    over.abort();
    await closed;
    expect(closedAtMs).toHaveLength(100);
  });
});
