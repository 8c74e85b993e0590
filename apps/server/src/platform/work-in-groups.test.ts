import { expect, test, vi } from 'vitest';
import { workInGroups } from './work-in-groups.ts';
import type { GroupWork } from './work-in-groups.ts';

/** Work that doubles numbers; every group waits until it is let go. */
function doubling(over: Partial<GroupWork<number, number>> = {}) {
  const groups: (readonly number[])[] = [];
  const gates: PromiseWithResolvers<undefined>[] = [];
  const alone = vi.fn((item: number) => Promise.resolve(-item));
  const onGroupFailure = vi.fn();
  const double = workInGroups<number, number>({
    async together(items) {
      groups.push(items);
      const gate = Promise.withResolvers<undefined>();
      gates.push(gate);
      await gate.promise;
      return items.map((item) => item * 2);
    },
    ...{
      alone,
      onGroupFailure,
      maxGroupSize: 3,
      maxAlone: 2,
      maxPending: 5,
      whenFull: () => new Error('full'),
    },
    ...over,
  });
  async function letGo(group: number): Promise<void> {
    await vi.waitUntil(() => gates[group]);
    gates[group]?.resolve(undefined);
  }
  return { double, groups, letGo, alone, onGroupFailure };
}

test('what comes in one turn goes together, and each has its own answer', async () => {
  const { double, groups, letGo } = doubling();
  const answers = Promise.all([double(1), double(2)]);
  await letGo(0);
  expect(await answers).toEqual([2, 4]);
  expect(groups).toEqual([[1, 2]]);
});

test('what comes while a group is under way makes up the next ones, none larger than the limit', async () => {
  const { double, groups, letGo } = doubling();
  const first = double(1);
  await vi.waitUntil(() => groups.length === 1);
  const rest = Promise.all([2, 3, 4, 5].map(double));
  for (const group of [0, 1, 2]) await letGo(group);
  expect([await first, ...(await rest)]).toEqual([2, 4, 6, 8, 10]);
  expect(groups).toEqual([[1], [2, 3, 4], [5]]);
});

test('begins again after it had nothing to do', async () => {
  const { double, letGo } = doubling();
  const first = double(1);
  await letGo(0);
  expect(await first).toBe(2);
  const second = double(2);
  await letGo(1);
  expect(await second).toBe(4);
});

test('what a group leaves out is done alone', async () => {
  const { double, alone } = doubling({
    together: async (items) => Promise.resolve([undefined, items.length]),
  });
  expect(await Promise.all([double(7), double(8), double(9)])).toEqual([-7, 3, -9]);
  expect(alone.mock.calls).toEqual([[7], [9]]);
});

test('all of a group that fails are done alone, each with its own answer, and the next group is not held up', async () => {
  const together = vi.fn<() => Promise<number[]>>().mockRejectedValueOnce(new Error('no'));
  together.mockResolvedValue([5]);
  const alone = async (item: number) =>
    item === 2 ? Promise.reject(new Error('bad')) : Promise.resolve(-item);
  const { double, onGroupFailure } = doubling({ together, alone });
  const outcomes = await Promise.allSettled([double(1), double(2)]);
  expect(outcomes).toMatchObject([{ value: -1 }, { reason: { message: 'bad' } }]);
  expect(onGroupFailure).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ message: 'no' }), 2);
  expect(await double(3)).toBe(5);
});

test('does no more alone at a time than its limit, and holds up no group by them', async () => {
  const gates = new Map<number, PromiseWithResolvers<number>>();
  const alone = async (item: number): Promise<number> => {
    const gate = Promise.withResolvers<number>();
    gates.set(item, gate);
    return gate.promise;
  };
  const together = async (items: readonly number[]) =>
    Promise.resolve(items.map((item) => (item < 0 ? undefined : item)));
  const { double } = doubling({ together, alone });
  const answers = [-1, -2, -3].map(double);
  expect(await double(4)).toBe(4);
  expect([...gates.keys()]).toEqual([-1, -2]);
  gates.get(-2)?.resolve(2);
  await vi.waitUntil(() => gates.has(-3));
  for (const [item, gate] of gates) gate.resolve(-item);
  expect(await Promise.all(answers)).toEqual([1, 2, 3]);
});

test('counts what is done alone among what it has to do', async () => {
  const { promise: never, resolve } = Promise.withResolvers<number>();
  const alone = vi.fn(() => never);
  const { double } = doubling({ together: async () => Promise.resolve([]), alone });
  const kept = [1, 2, 3, 4, 5].map(double);
  await vi.waitUntil(() => alone.mock.calls.length === 2);
  await expect(double(6)).rejects.toThrow('full');
  resolve(7);
  expect(await Promise.all(kept)).toEqual([7, 7, 7, 7, 7]);
  expect(await double(6)).toBe(7);
});

test('refuses what comes when too many wait', async () => {
  const { double, letGo } = doubling();
  const kept = Promise.all([1, 2, 3, 4, 5].map(double));
  await expect(double(6)).rejects.toThrow('full');
  for (const group of [0, 1]) await letGo(group);
  expect(await kept).toEqual([2, 4, 6, 8, 10]);
});
