/** Whether more may be read from a client: shut while it sends faster than it is served. */
export class ReadGate {
  #isShut = false;
  #waiting: (() => void)[] = [];

  shut(): void {
    this.#isShut = true;
  }

  open(): void {
    this.#isShut = false;
    for (const goOn of this.#waiting.splice(0)) goOn();
  }

  /** Resolves when it is open; at once if it is. */
  pass(): Promise<void> {
    if (!this.#isShut) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
