import { MessagingError } from '../core/errors.ts';
import type { Limits } from '../core/limits.ts';
import type { Session } from '../session/session.ts';
import type { WebSocketConnection } from './websocket-connection.ts';

/** One place for a socket, taken when its handshake begins and given back when the socket is gone. */
export interface Slot {
  readonly release: () => void;
}

/** All sockets of an engine: counted by address, found again to be drained. */
export class Connections {
  readonly #limits: Limits;
  readonly #byAddress = new Map<string, number>();
  readonly #open = new Map<WebSocketConnection, Session>();
  #taken = 0;
  #isDraining = false;
  #onEmpty: (() => void) | undefined;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** Takes a place for a handshake. Throws MessagingError when there is none. */
  take(address: string): Slot {
    this.checkOpen();
    const fromHere = this.#byAddress.get(address) ?? 0;
    if (this.#taken >= this.#limits.maxSessions || fromHere >= this.#limits.maxSessionsPerAddress) {
      throw new MessagingError('too_many_sessions');
    }
    this.#taken += 1;
    this.#byAddress.set(address, fromHere + 1);
    let isTaken = true;
    return {
      release: () => {
        if (!isTaken) return;
        isTaken = false;
        this.#giveBack(address);
      },
    };
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
    if (this.#taken === 0) this.#onEmpty?.();
    return emptied;
  }

  /** Ends what is still open, without a word. */
  terminate(): void {
    for (const connection of this.#open.keys()) connection.terminate();
  }

  #giveBack(address: string): void {
    this.#taken -= 1;
    const left = (this.#byAddress.get(address) ?? 1) - 1;
    if (left > 0) this.#byAddress.set(address, left);
    else this.#byAddress.delete(address);
    if (this.#taken === 0) this.#onEmpty?.();
  }
}
