/** A list in which one item has changed places with the one before or after it; as it is at the ends. */
export function moveOne<Item>(list: readonly Item[], index: number, by: -1 | 1): Item[] {
  const moved = [...list];
  const [item] = moved.splice(index, 1);
  if (item !== undefined) moved.splice(Math.max(0, index + by), 0, item);
  return moved;
}
