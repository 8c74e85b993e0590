import { MessagingError } from '../core/errors.ts';
import type { DisconnectReason } from '../core/disconnect.ts';

/** What an end of the engine ends: a session. */
export interface Closable {
  readonly isBusy: boolean;
  close(reason: DisconnectReason): void;
}

/** Whoever has a place. */
interface Client {
  /** Ends it without a word. */
  readonly cutOff: () => void;
}

/** All clients of an engine, also those that are not let in yet: found again to be drained. */
export class Connections {
  readonly #clients = new Set<Client>();
  readonly #open = new Set<Closable>();
  #isDraining = false;
  #onEmpty: (() => void) | undefined;

  /** True once the engine is going down. */
  get isDraining(): boolean {
    return this.#isDraining;
  }

  /** Throws MessagingError once the engine is going down. */
  checkOpen(): void {
    if (this.#isDraining) throw new MessagingError('unavailable', 'the server is going down');
  }

  /** A client begins. */
  enter(client: Client): void {
    this.#clients.add(client);
  }

  /** It is gone. */
  leave(client: Client): void {
    this.#clients.delete(client);
    if (this.#clients.size === 0) this.#onEmpty?.();
  }

  add(session: Closable): void {
    this.#open.add(session);
  }

  delete(session: Closable): void {
    this.#open.delete(session);
  }

  /** The sessions that are open. */
  get sessions(): Iterable<Closable> {
    return this.#open;
  }

  /** Takes no more clients in; resolves when the last one is gone. */
  drain(): Promise<void> {
    this.#isDraining = true;
    const emptied = new Promise<void>((resolve) => (this.#onEmpty = resolve));
    if (this.#clients.size === 0) this.#onEmpty?.();
    return emptied;
  }

  /** Ends what is still open, without a word. */
  terminate(): void {
    for (const client of this.#clients) client.cutOff();
  }
}
