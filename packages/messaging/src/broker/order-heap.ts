/** What has its place in an order. */
export interface Ordered {
  readonly order: number;
}

/** A binary heap: gives back the lowest first, whatever came when, in O(log n). */
export class OrderHeap<Item extends Ordered> {
  readonly #items: Item[] = [];

  get size(): number {
    return this.#items.length;
  }

  get lowest(): Item | undefined {
    return this.#items[0];
  }

  push(item: Item): void {
    const items = this.#items;
    let at = items.length;
    while (at > 0) {
      const parentAt = (at - 1) >> 1;
      const parent = items[parentAt];
      if (!parent || parent.order <= item.order) break;
      items[at] = parent;
      at = parentAt;
    }
    items[at] = item;
  }

  pop(): Item | undefined {
    const items = this.#items;
    const [lowest] = items;
    const last = items.pop();
    if (last && items.length > 0) this.#sink(last);
    return lowest;
  }

  /** Lets an item in at the top, where a place is free. */
  #sink(item: Item): void {
    const items = this.#items;
    let at = 0;
    for (;;) {
      const [left, right] = [items[2 * at + 1], items[2 * at + 2]];
      const isRight = right !== undefined && left !== undefined && right.order < left.order;
      const child = isRight ? right : left;
      if (!child || child.order >= item.order) break;
      items[at] = child;
      at = 2 * at + (isRight ? 2 : 1);
    }
    items[at] = item;
  }
}
