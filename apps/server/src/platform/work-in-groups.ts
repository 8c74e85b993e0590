export interface GroupWork<Item, Result> {
  /**
   * Does the work of a whole group at once. What it answers `undefined` for, or leaves out, is done alone; so are all
   * when it fails, so that nobody suffers from who came along.
   */
  readonly together: (items: readonly Item[]) => Promise<readonly (Result | undefined)[]>;
  readonly alone: (item: Item) => Promise<Result>;
  /** Told why a group failed, before its items are done alone. */
  readonly onGroupFailure: (error: unknown, groupSize: number) => void;
  readonly maxGroupSize: number;
  /** How many are done alone at the same time; the others stand in line, and hold up no group. */
  readonly maxAlone: number;
  /** How many may be under way or wait, in a group or alone; */
  readonly maxPending: number;
  /** and what the others are refused with. */
  readonly whenFull: () => Error;
}

interface Pending<Item, Result> {
  readonly item: Item;
  readonly answer: (result: Result | Promise<Result>) => void;
}

/**
 * Does work in groups: what comes while a group is under way makes up the next one. Nobody waits for a group to fill;
 * the first goes as soon as the turn of the event loop is over in which it came.
 * @returns what does the work for one item, together with whatever else there is
 */
export function workInGroups<Item, Result>(work: GroupWork<Item, Result>): (item: Item) => Promise<Result> {
  const waiting: Pending<Item, Result>[] = [];
  /** Those that no group could do. */
  const inLine: Pending<Item, Result>[] = [];
  let pending = 0;
  let alone = 0;
  let isWorking = false;

  async function workOff(): Promise<void> {
    while (waiting.length > 0) await doGroup(waiting.splice(0, work.maxGroupSize));
    isWorking = false;
  }

  async function doGroup(group: readonly Pending<Item, Result>[]): Promise<void> {
    const results = await doTogether(group.map(({ item }) => item));
    for (const [index, one] of group.entries()) {
      const result = results[index];
      if (result === undefined) inLine.push(one);
      else one.answer(result);
    }
    doAlone();
  }

  async function doTogether(items: readonly Item[]): Promise<readonly (Result | undefined)[]> {
    try {
      return await work.together(items);
    } catch (error) {
      work.onGroupFailure(error, items.length);
      return [];
    }
  }

  function doAlone(): void {
    const free = inLine.splice(0, work.maxAlone - alone);
    alone += free.length;
    for (const { item, answer } of free) {
      const done = work.alone(item).finally(() => {
        alone -= 1;
        doAlone();
      });
      answer(done);
    }
  }

  return async (item) => {
    if (pending >= work.maxPending) throw work.whenFull();
    pending += 1;
    const { promise, resolve: answer } = Promise.withResolvers<Result>();
    waiting.push({ item, answer });
    if (!isWorking) {
      isWorking = true;
      setImmediate(() => void workOff());
    }
    return promise.finally(() => (pending -= 1));
  };
}
