import type { Duplex } from 'node:stream';
import { MessagingError } from '../core/errors.ts';
import type { Limits } from '../core/limits.ts';
import type { Session } from '../session/session.ts';
import type { WebSocketConnection } from './websocket-connection.ts';

/** All sockets of an engine, also those in their handshake: counted by address, found again to be drained. */
export class Connections {
  readonly #limits: Limits;
  readonly #byAddress = new Map<string, number>();
  readonly #sockets = new Set<Duplex>();
  readonly #open = new Map<WebSocketConnection, Session>();
  #isDraining = false;
  #onEmpty: (() => void) | undefined;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /**
   * Takes a place for a socket whose handshake begins; it is given back when the socket is closed.
   * Throws MessagingError when there is none.
   */
  take(address: string, socket: Duplex): void {
    this.checkOpen();
    const fromHere = this.#byAddress.get(address) ?? 0;
    if (this.#sockets.size >= this.#limits.maxSessions || fromHere >= this.#limits.maxSessionsPerAddress) {
      throw new MessagingError('too_many_sessions');
    }
    this.#sockets.add(socket);
    this.#byAddress.set(address, fromHere + 1);
    socket.once('close', () => this.#giveBack(address, socket));
  }

  /** Throws MessagingError once the engine is going down. */
  checkOpen(): void {
    if (this.#isDraining) throw new MessagingError('unavailable', 'the server is going down');
  }

  add(connection: WebSocketConnection, session: Session): void {
    this.#open.set(connection, session);
  }

  delete(connection: WebSocketConnection): void {
    this.#open.delete(connection);
  }

  /** Takes no more sockets in; calls back for each session, and resolves when the last socket is gone. */
  drain(end: (session: Session) => void): Promise<void> {
    this.#isDraining = true;
    const emptied = new Promise<void>((resolve) => (this.#onEmpty = resolve));
    for (const session of this.#open.values()) end(session);
    if (this.#sockets.size === 0) this.#onEmpty?.();
    return emptied;
  }

  /** Ends what is still open, without a word. */
  terminate(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #giveBack(address: string, socket: Duplex): void {
    this.#sockets.delete(socket);
    const left = (this.#byAddress.get(address) ?? 1) - 1;
    if (left > 0) this.#byAddress.set(address, left);
    else this.#byAddress.delete(address);
    if (this.#sockets.size === 0) this.#onEmpty?.();
  }
}
