/**
 * Does work for each of many things, at most so many at the same time. One that fails ends all: catch inside what
 * the others must not suffer from.
 */
export async function fewAtATime<Item>(
  items: Iterable<Item>,
  atMost: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const left = items[Symbol.iterator]();
  const workSome = async (): Promise<void> => {
    // All take from the same iterator, so each item is taken once.
    for (let next = left.next(); next.done !== true; next = left.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: atMost }, workSome));
}
