const CHANNEL_PATTERN = /^[a-z_][a-z0-9_]{0,62}$/;

export type NotificationListener = (payload: string) => void;

/** Who listens to which NOTIFY channel. */
export class Listeners {
  readonly #byChannel = new Map<string, Set<NotificationListener>>();

  get channels(): string[] {
    return [...this.#byChannel.keys()];
  }

  /** @returns whether the listener is the channel's first. Throws for what is no plain SQL identifier. */
  add(channel: string, listener: NotificationListener): boolean {
    if (!CHANNEL_PATTERN.test(channel)) throw new TypeError(`not a channel name: ${channel}`);
    const present = this.#byChannel.get(channel);
    if (present) {
      present.add(listener);
      return false;
    }
    this.#byChannel.set(channel, new Set([listener]));
    return true;
  }

  /** @returns whether that was the channel's last listener. */
  remove(channel: string, listener: NotificationListener): boolean {
    const present = this.#byChannel.get(channel);
    if (!present?.delete(listener) || present.size > 0) return false;
    this.#byChannel.delete(channel);
    return true;
  }

  dispatch(channel: string, payload: string): void {
    for (const listener of [...(this.#byChannel.get(channel) ?? [])]) listener(payload);
  }
}
