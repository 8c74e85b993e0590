/** The thread in which the embedded database runs, so that its work never stops the server's sockets. */
import fs from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import type { PGlite } from '@electric-sql/pglite';
import { dumpEngine, exchange, openEngine, resetSession } from './engine.ts';
import type { EngineOptions, FromEngine, ToEngine } from './engine-messages.ts';

let engine: PGlite | undefined;
let connection = 0;
let fsyncs = 0;

function tell(message: FromEngine, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer);
}

async function obey(message: ToEngine, pglite: PGlite): Promise<void> {
  switch (message.type) {
    case 'connect':
      connection = message.connection;
      await resetSession(pglite);
      tell({ type: 'connected', connection });
      return;
    case 'data': {
      if (message.connection !== connection) return;
      const bytes = await exchange(pglite, message.bytes);
      tell({ type: 'data', connection, bytes, fsyncs }, [bytes.buffer]);
      return;
    }
    case 'dump':
      fs.writeFileSync(message.path, await dumpEngine(pglite));
      tell({ type: 'dumped' });
      return;
    case 'close':
      await pglite.close();
      tell({ type: 'closed' });
      parentPort?.close();
  }
}

async function start(): Promise<void> {
  engine = await openEngine(workerData as EngineOptions, {
    onCreating: () => tell({ type: 'creating' }),
    onFsync: () => (fsyncs += 1),
  });
  const pglite = engine;
  // One message after the other: PGlite is one session.
  let queue = Promise.resolve();
  parentPort?.on('message', (message: ToEngine) => {
    // A rejection stays unhandled on purpose: it ends the thread, which the main thread sees.
    queue = queue.then(() => obey(message, pglite));
  });
  tell({ type: 'ready' });
}

await start();
