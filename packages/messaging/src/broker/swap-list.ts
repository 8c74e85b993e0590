/** What knows its place in a list. */
export interface Listed {
  index: number;
}

/** The list with an item more. To begin with it has room for that one alone: a `push` would make room for sixteen more. */
export function withLast<Item>(items: Item[], item: Item): Item[] {
  if (items.length === 0) return [item];
  items.push(item);
  return items;
}

/** Takes an item out of a list at once: the last one takes its place. False when it is not there. */
export function takeOut<Item extends Listed>(items: Item[], item: Item): boolean {
  if (items[item.index] !== item) return false;
  const last = items.pop();
  if (last && last !== item) {
    items[item.index] = last;
    last.index = item.index;
  }
  return true;
}
