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
  /** How many may wait for the next group; */
  readonly maxWaiting: number;
  /** and what the others are refused with. */
  readonly whenFull: () => Error;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly answer: (result: Result | Promise<Result>) => void;
}

/**
 * Does work in groups: what comes while a group is under way makes up the next one. Nobody waits for a group to fill;
 * the first goes as soon as the turn of the event loop is over in which it came.
 * @returns what does the work for one item, together with whatever else there is
 */
export function workInGroups<Item, Result>(work: GroupWork<Item, Result>): (item: Item) => Promise<Result> {
  const waiting: Waiting<Item, Result>[] = [];
  let isWorking = false;

  async function workOff(): Promise<void> {
    while (waiting.length > 0) await doGroup(waiting.splice(0, work.maxGroupSize));
    isWorking = false;
  }

  async function doGroup(group: readonly Waiting<Item, Result>[]): Promise<void> {
    const results = await doTogether(group.map(({ item }) => item));
    for (const [index, { item, answer }] of group.entries()) answer(results[index] ?? work.alone(item));
  }

  async function doTogether(items: readonly Item[]): Promise<readonly (Result | undefined)[]> {
    try {
      return await work.together(items);
    } catch (error) {
      work.onGroupFailure(error, items.length);
      return [];
    }
  }

  return async (item) => {
    if (waiting.length >= work.maxWaiting) throw work.whenFull();
    const { promise, resolve: answer } = Promise.withResolvers<Result>();
    waiting.push({ item, answer });
    if (!isWorking) {
      isWorking = true;
      setImmediate(() => void workOff());
    }
    return promise;
  };
}
