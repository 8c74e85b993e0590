/** Counts what arrives at a client. */
export interface ArrivalCounter {
  readonly count: number;
  push(bytes: Uint8Array): void;
}

/** Counts a server's WebSocket frames in a stream of bytes that is cut anywhere; reads no payload. */
export class FrameCounter implements ArrivalCounter {
  count = 0;
  #payloadBytes = 0;
  #headBytes = 0;
  #length = 0;

  push(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.length) {
      if (this.#payloadBytes > 0) {
        const skipped = Math.min(this.#payloadBytes, bytes.length - at);
        this.#payloadBytes -= skipped;
        at += skipped;
        if (this.#payloadBytes === 0) this.count += 1;
        continue;
      }
      this.#readHead(bytes[at] ?? 0);
      at += 1;
    }
  }

  /** Servers of this bench send neither empty frames nor any of 64 KiB. */
  #readHead(byte: number): void {
    this.#headBytes += 1;
    if (this.#headBytes === 1) return;
    this.#length = this.#headBytes === 2 ? byte : this.#headBytes === 3 ? byte << 8 : this.#length | byte;
    if (this.#headBytes === 2 && byte === 126) return;
    if (this.#headBytes === 3) return;
    this.#payloadBytes = this.#length;
    this.#headBytes = 0;
  }
}
