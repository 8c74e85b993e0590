/** What knows its place in a list. */
export interface Listed {
  index: number;
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
