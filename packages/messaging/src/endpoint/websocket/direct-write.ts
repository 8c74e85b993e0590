import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { isPlainSocket } from './shared-read.ts';

/** What a socket of node:net writes to in the end. */
export interface WriteHandle {
  /** Answers an error number, or 0. */
  writeBuffer(request: WriteRequest, bytes: Uint8Array): number;
  /** What the operating system has not taken yet. */
  readonly writeQueueSize: number;
}

/** One write, as Node knows it while it is not done. */
interface WriteRequest {
  oncomplete: (status: number) => void;
  /** Keeps the bytes alive. */
  buffer: Uint8Array;
}

const WriteRequest = findRequestClass();

/** Nothing is kept of a write that is done at once, as nearly all are: the next one may have its request. */
let spareRequest: WriteRequest | undefined;

/**
 * The handle beneath a plain socket, to which may be written past its stream; undefined where there is none, as
 * with TLS. What the stream does for each write besides the system call — its state, a request, a
 * callback in another tick — costs a tenth of a small message, and touches memory that nothing else does.
 */
export function writeHandleOf(socket: Duplex): WriteHandle | undefined {
  if (!WriteRequest || !isPlainSocket(socket)) return undefined;
  const handle = Reflect.get(socket, '_handle') as Partial<WriteHandle> | null;
  const isKnown = typeof handle?.writeBuffer === 'function' && typeof handle.writeQueueSize === 'number';
  return isKnown ? (handle as WriteHandle) : undefined;
}

/** Who hears of writes that are not done at once. */
export interface WriteObserver {
  /** So many bytes that waited are with the operating system. */
  onWritten(byteLength: number): void;
  /** Nothing can be written any more. */
  onBroken(): void;
}

/**
 * Writes behind all that was written before, by the stream too. Answers whether the operating system has all
 * of it; else the bytes must not change until `onWritten` tells of them.
 */
export function writeDirectly(handle: WriteHandle, bytes: Uint8Array, observer: WriteObserver): boolean {
  const request = (spareRequest ??= newRequest());
  if (handle.writeBuffer(request, bytes) !== 0) {
    observer.onBroken();
    return true;
  }
  if (handle.writeQueueSize === 0) return true;
  spareRequest = undefined;
  request.buffer = bytes;
  request.oncomplete = (status) => (status === 0 ? observer.onWritten(bytes.length) : observer.onBroken());
  return false;
}

function newRequest(): WriteRequest {
  if (!WriteRequest) throw new TypeError('This runtime has no write requests.');
  return new WriteRequest();
}

/** Has a stream write to a handle of our own, which sees what Node writes with; undefined where that is done otherwise. */
function findRequestClass(): (new () => WriteRequest) | undefined {
  let found: (new () => WriteRequest) | undefined;
  const handle = {
    writeBuffer(request: object): number {
      found = request.constructor as new () => WriteRequest;
      return 0;
    },
    writeQueueSize: 0,
    readStart: () => 0,
    readStop: () => 0,
    close: () => undefined,
  };
  try {
    new Socket({ handle } as object).write(Buffer.of(0));
  } catch {
    return undefined;
  }
  return found;
}
