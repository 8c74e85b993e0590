import { Duplex } from 'node:stream';

/** The far end of a WireStream: takes whole protocol messages. */
export interface Wire {
  connect(onConnected: () => void, onBytes: (bytes: Uint8Array) => void): void;
  send(bytes: Uint8Array<ArrayBuffer>): void;
}

type Done = (error?: Error | null) => void;

/**
 * What pg takes for a socket: it carries PostgreSQL's wire protocol to the engine's thread and back, so that
 * everything above sees an ordinary PostgreSQL connection.
 */
export class WireStream extends Duplex {
  readonly #wire: Wire;

  constructor(wire: Wire) {
    super();
    this.#wire = wire;
  }

  /** Called by pg like net.Socket's. */
  connect(): void {
    this.#wire.connect(
      () => this.emit('connect'),
      (bytes) => this.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)),
    );
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: Done): void {
    // A copy, because its buffer is handed over to the other thread.
    this.#wire.send(new Uint8Array(chunk));
    done();
  }

  /** pg corks the messages of one query: they travel together. */
  override _writev(chunks: readonly { chunk: unknown }[], done: Done): void {
    this.#wire.send(new Uint8Array(Buffer.concat(chunks.map(({ chunk }) => chunk as Buffer))));
    done();
  }

  override _read(): void {
    // Answers are pushed when they come.
  }

  override _final(done: Done): void {
    this.push(null);
    done();
  }

  // What else pg asks of a socket means nothing between threads.
  setNoDelay(): this {
    return this;
  }
  setKeepAlive(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
}
