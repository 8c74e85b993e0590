/**
 * Every error that the client makes, with its sentence. `docs/errors/client.md` explains each; a test
 * compares the two lists. A refusal by the server carries the server's own code instead.
 */
export const CLIENT_ERROR_CODES = {
  queue_full: 'Too many messages wait for their receipt: wait for some of them before sending more.',
  line_lost: 'The line was lost before the receipt came: the server may have the message or not.',
  send_timed_out: 'No receipt came in time: the server may have the message or not.',
  client_closed: 'The client is closed: call connect.',
  client_refused: 'The server refused the client for good: see client.state.',
} as const;

export type ClientErrorCode = keyof typeof CLIENT_ERROR_CODES;

/** What `send` rejects with and `onRefused` is told. */
export class ClientError extends Error {
  /** A code of `CLIENT_ERROR_CODES`, or the server's, such as `forbidden`. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'ClientError';
    this.code = code;
  }
}

/** The client's own error of this code. */
export function clientError(code: ClientErrorCode): ClientError {
  return new ClientError(code, CLIENT_ERROR_CODES[code]);
}
