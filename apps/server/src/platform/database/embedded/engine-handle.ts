import { Worker } from 'node:worker_threads';
import { DatabaseError } from '../database-errors.ts';
import type { EngineOptions, FromEngine, ToEngine } from './engine-messages.ts';
import { WireStream } from './wire-stream.ts';

export interface EngineHandle {
  /** A new connection to the one session; the one before it falls silent. */
  readonly openStream: () => WireStream;
  /** How many fsyncs have reached the disk, as of the latest answer. */
  readonly fsyncCount: () => number;
  /** Writes the database as a tar, for `startFrom`. */
  readonly dump: (path: string) => Promise<void>;
  /** Closes the database and ends the thread. */
  readonly close: () => Promise<void>;
}

export interface EngineHandleOptions extends EngineOptions {
  onCreating?: () => void;
  /** The engine died after it was ready: no query will be answered any more. */
  onFailure: (error: DatabaseError) => void;
}

/** Starts the engine's thread and waits until the database is open. */
export async function startEngine(options: EngineHandleOptions): Promise<EngineHandle> {
  const { folder, startFrom } = options;
  const worker = new Worker(new URL('./engine-thread.ts', import.meta.url), {
    workerData: { folder, startFrom } satisfies EngineOptions,
    name: 'database',
  });
  let stream: { connection: number; wire: WireStream } | undefined;
  let onConnected: () => void = () => undefined;
  let onBytes: (bytes: Uint8Array) => void = () => undefined;
  let connections = 0;
  let fsyncs = 0;
  let closing = false;
  let started = false;
  let failure: DatabaseError | undefined;
  const ready = Promise.withResolvers<undefined>();
  const closed = Promise.withResolvers<undefined>();
  let dumped: PromiseWithResolvers<undefined> | undefined;

  function tell(message: ToEngine, transfer: ArrayBuffer[] = []): void {
    worker.postMessage(message, transfer);
  }

  function hear(message: FromEngine): void {
    switch (message.type) {
      case 'creating':
        options.onCreating?.();
        return;
      case 'ready':
        ready.resolve(undefined);
        return;
      case 'connected':
        if (message.connection === stream?.connection) onConnected();
        return;
      case 'data':
        fsyncs = message.fsyncs;
        if (message.connection === stream?.connection) onBytes(message.bytes);
        return;
      case 'dumped':
        dumped?.resolve(undefined);
        return;
      case 'closed':
        closed.resolve(undefined);
        return;
    }
  }

  function fail(cause: unknown): void {
    const detail = cause instanceof Error ? cause.message : String(cause);
    // The first failure says why; the thread's end only follows from it.
    if (failure) return;
    failure = new DatabaseError('embedded_database_failed', `the embedded database failed: ${detail}`, cause);
    stream?.wire.destroy(failure);
    if (started && !closing) options.onFailure(failure);
    ready.reject(failure);
  }

  worker.on('message', hear);
  worker.on('error', fail);
  worker.on('exit', () => {
    if (!closing) fail('its thread ended');
    closed.resolve(undefined);
  });
  await ready.promise;
  started = true;

  return {
    openStream() {
      const connection = (connections += 1);
      const wire = new WireStream({
        connect(connected, bytes) {
          onConnected = connected;
          onBytes = bytes;
          tell({ type: 'connect', connection });
        },
        send: (bytes) => tell({ type: 'data', connection, bytes }, [bytes.buffer]),
      });
      stream = { connection, wire };
      if (failure) wire.destroy(failure);
      return wire;
    },
    fsyncCount: () => fsyncs,
    async dump(path) {
      dumped = Promise.withResolvers<undefined>();
      tell({ type: 'dump', path });
      await dumped.promise;
    },
    async close() {
      closing = true;
      tell({ type: 'close' });
      await closed.promise;
      await worker.terminate();
    },
  };
}
