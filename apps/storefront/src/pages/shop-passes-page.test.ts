import { makeKind, makeOrder, makePass, refusalOf } from '@carillon/buyer/testing';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { mountPage } from '../testing/mount-page.ts';

let opened: Awaited<ReturnType<typeof mountPage>> | undefined;

afterEach(() => opened?.page.unmount());

async function open(path: string, answers: Parameters<typeof mountPage>[1]) {
  opened = await mountPage(path, answers);
  return opened;
}

describe('the passes that a shop sells', () => {
  test('say what a visit costs, and are bought with the price that was shown', async () => {
    const buyPass = vi.fn(() => Promise.resolve({ order: makeOrder({ id: 8 }), seq: 0 }));
    const listPassKinds = () => Promise.resolve({ kinds: [makeKind()] });
    const { page, press, arrives } = await open('/shops/1/passes', { listPassKinds, buyPass });
    expect(page.text()).toContain('约每次 ¥20.00');
    await press('购买洗车十次卡，¥200.00');
    await arrives('/orders/8');
    expect(buyPass).toHaveBeenCalledWith(
      expect.objectContaining({ params: { shopId: 1 }, body: { kindId: 1, priceFen: 20_000 } }),
    );
  });

  test('bought again after a lost answer, are bought once', async () => {
    const buyPass = vi
      .fn<(options: { headers: Record<string, string> }) => Promise<unknown>>()
      .mockRejectedValueOnce(refusalOf(0, 'network'))
      .mockResolvedValueOnce({ order: makeOrder({ id: 8 }), seq: 0 });
    const listPassKinds = () => Promise.resolve({ kinds: [makeKind()] });
    const { page, press, arrives } = await open('/shops/1/passes', { listPassKinds, buyPass });
    await press('购买洗车十次卡，¥200.00');
    expect(page.get('[role="alert"]').text()).toContain('连不上网络');
    await press('购买洗车十次卡，¥200.00');
    await arrives('/orders/8');
    const keys = buyPass.mock.calls.map(([{ headers }]) => headers['idempotency-key']);
    expect(new Set(keys).size).toBe(1);
  });

  test('are read anew when one was refused: its price may be another', async () => {
    const listPassKinds = vi
      .fn()
      .mockResolvedValueOnce({ kinds: [makeKind()] })
      .mockResolvedValueOnce({ kinds: [makeKind({ priceFen: 18_000 })] });
    const buyPass = () => Promise.reject(refusalOf(409, 'pass_price_changed'));
    const { page, press } = await open('/shops/1/passes', { listPassKinds, buyPass });
    await press('购买洗车十次卡，¥200.00');
    expect(page.text()).toContain('购买 ¥180.00');
  });

  test('are none where the shop sells none', async () => {
    const { page } = await open('/shops/1/passes', { listPassKinds: () => Promise.resolve({ kinds: [] }) });
    expect(page.text()).toContain('这家店现在没有次卡出售');
  });
});

describe('the buyer’s passes', () => {
  test('are listed with what is left of each', async () => {
    const passes = [makePass(), makePass({ id: 4, left: 0, state: 'used_up' })];
    const { page } = await open('/passes', { listOwnPasses: () => Promise.resolve({ passes }) });
    const names = page.findAll('.pass').map((card) => card.attributes('aria-label'));
    expect(names).toEqual([
      '洗车十次卡，编钟小馆，还剩 5 次，可用',
      '洗车十次卡，编钟小馆，还剩 0 次，已用完',
    ]);
  });
});

describe('a pass that staff give away', () => {
  test('is taken by opening its address', async () => {
    const claimPass = vi.fn(() => Promise.resolve({ pass: makePass(), seq: 0 }));
    const { arrives } = await open('/passes/claim#once', {
      claimPass,
      readPass: () => Promise.resolve({ pass: makePass(), seq: 0, entries: [], next: null }),
    });
    await arrives('/passes/3');
    expect(claimPass).toHaveBeenCalledWith({ body: { token: 'once' } });
  });

  test('says why it was not taken', async () => {
    const claimPass = () => Promise.reject(refusalOf(409, 'pass_claimed'));
    const { page } = await open('/passes/claim#once', { claimPass });
    expect(page.get('[role="alert"]').text()).toContain('这张卡已经有人领了');
  });
});
