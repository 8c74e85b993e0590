/** Things that came and wait to be taken, or takers that wait for things to come. */
export class Inbox<Item> {
  readonly #items: Item[] = [];
  readonly #takers: { resolve: (item: Item) => void; reject: (error: Error) => void }[] = [];
  #closed: Error | undefined;

  get size(): number {
    return this.#items.length;
  }

  put(item: Item): void {
    const taker = this.#takers.shift();
    if (taker) taker.resolve(item);
    else this.#items.push(item);
  }

  /** The next item; what came before the end can still be taken after it. */
  take(): Promise<Item> {
    if (this.#items.length > 0) return Promise.resolve(this.#items.shift() as Item);
    if (this.#closed) return Promise.reject(this.#closed);
    return new Promise((resolve, reject) => this.#takers.push({ resolve, reject }));
  }

  close(error: Error): void {
    this.#closed = error;
    for (const taker of this.#takers.splice(0)) taker.reject(error);
  }
}
