import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** As much as one read takes from the operating system. */
const READ_BYTES = 64 * 1024;

/**
 * All sockets read into this: Node calls back before it reads again, and the callback keeps nothing. A
 * buffer for each read, as streams have it, costs more than all that is done with a small message.
 */
const readBuffer = Buffer.allocUnsafeSlow(READ_BYTES);

/** Where a socket keeps what `new Socket({ onread: { buffer, callback } })` was given. */
interface OnreadKeys {
  readonly buffer: symbol;
  readonly callback: symbol;
}

const onreadKeys = findOnreadKeys();

/** Whoever takes what a socket reads. */
export interface ByteReceiver {
  /** Takes the first `length` bytes of a buffer, which are only lent: they will be read over as soon as it returns. */
  receive(buffer: Buffer, length: number): void;
}

/**
 * Gives each read's bytes to a receiver, from what waits in the socket already on. `pause()` and `resume()` of the socket work as ever.
 *
 * A socket of an HTTP server was made by the server, without the `onread` option of node:net. It is given
 * the option afterwards. Where that cannot be done — other streams, TLS, another runtime —
 * the socket's `data` events serve as well, only at a higher price.
 */
export function readShared(socket: Duplex, receiver: ByteReceiver): void {
  for (let early = readEarly(socket); early; early = readEarly(socket)) receiver.receive(early, early.length);
  if (!setOnread(socket, receiver))
    socket.on('data', (bytes: Buffer) => receiver.receive(bytes, bytes.length));
  socket.resume();
}

/** A socket of node:net itself, not of a class derived from it, which may read and write otherwise. */
export function isPlainSocket(socket: Duplex): boolean {
  return Object.getPrototypeOf(socket) === Socket.prototype;
}

function readEarly(socket: Duplex): Buffer | null {
  return socket.read() as Buffer | null;
}

function setOnread(socket: Duplex, receiver: ByteReceiver): boolean {
  if (!onreadKeys || !isPlainSocket(socket)) return false;
  const handle = Reflect.get(socket, '_handle') as { useUserBuffer?: (buffer: Buffer) => void } | null;
  if (typeof handle?.useUserBuffer !== 'function') return false;
  handle.useUserBuffer(readBuffer);
  Reflect.set(socket, onreadKeys.buffer, readBuffer);
  Reflect.set(socket, onreadKeys.callback, (length: number) => {
    receiver.receive(readBuffer, length);
    return true;
  });
  return true;
}

/** Asks a socket that was given the option where it put it; undefined where Node does it otherwise. */
function findOnreadKeys(): OnreadKeys | undefined {
  const onread = { buffer: Buffer.alloc(1), callback: () => true };
  const probe = new Socket({ onread });
  const keys = Object.getOwnPropertySymbols(probe);
  const buffer = keys.find((key) => Reflect.get(probe, key) === onread.buffer);
  const callback = keys.find((key) => Reflect.get(probe, key) === onread.callback);
  return buffer && callback && { buffer, callback };
}
