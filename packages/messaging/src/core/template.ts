export interface SendToUserOptions {
  /** The only session that gets it, by its id; it must be one of that user's. Default: all of them, on every node. */
  readonly session?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends messages from the application itself, as Spring's SimpMessagingTemplate does. */
export interface MessagingTemplate {
  /**
   * Sends a payload to whoever is subscribed now. Bytes go as they are, a string as text, any other
   * value as JSON; a `content-type` header of yours replaces the one that follows from that. Headers that
   * the broker sets (`destination`, `message-id`, `subscription`, `seq` …) are left out of yours.
   *
   * Resolves when the message is on its way to the sockets. Rejects with MessagingError when the
   * destination is malformed, served by no broker, made for one session (use `sendToSession`), or fed from a
   * journal (append there instead).
   */
  send(destination: string, payload: unknown, headers?: Readonly<Record<string, string>>): Promise<void>;
  /**
   * Sends a payload to the sessions of one user that are subscribed to `/user` + destination, e.g.
   * `/user/queue/chat` for `/queue/chat`. Nobody there is no error. Rejects as `send` does.
   */
  sendToUser(name: string, destination: string, payload: unknown, options?: SendToUserOptions): Promise<void>;
  /** Sends a payload to one session, whoever it is: what it gets at `/user` + destination. Rejects as `send` does. */
  sendToSession(
    sessionId: string,
    destination: string,
    payload: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<void>;
}
