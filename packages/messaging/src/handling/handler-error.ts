/**
 * What goes wrong around a handler and is told to the sender, as a message to the error destination
 * (`/user/queue/errors`); the session goes on. `docs/errors/messaging.md` explains each; a test compares.
 */
export const HANDLER_ERRORS = Object.freeze({
  no_handler: 'No handler serves this destination: see which ones the application registered.',
  malformed_payload: 'The body is not what its content-type says.',
  unsupported_charset: 'Text must be UTF-8.',
  invalid_payload: 'The payload does not fit the schema: see the issues.',
  handlers_busy: 'Too many messages wait for a handler: send this one again later.',
  handler_timeout: 'The handler took too long: what it did by then is not known.',
  internal_error: 'The server failed; its log says why.',
});

export type HandlerErrorCode = keyof typeof HANDLER_ERRORS;

/** One thing that is wrong with a payload, and where. */
export interface PayloadIssue {
  readonly message: string;
  /** The keys that lead to it, from the outside in. */
  readonly path: readonly (string | number)[];
}

export interface HandlerErrorOptions extends ErrorOptions {
  readonly issues?: readonly PayloadIssue[];
}

/**
 * A failure of which the sender is told code and sentence. Applications throw it with codes of their own;
 * of any other error the sender hears `internal_error` only, and the log hears the rest.
 */
export class HandlerError extends Error {
  readonly code: string;
  readonly issues: readonly PayloadIssue[] | undefined;

  constructor(code: string, message: string, { issues, ...options }: HandlerErrorOptions = {}) {
    super(message, options);
    this.name = 'HandlerError';
    this.code = code;
    this.issues = issues;
  }
}

/** One of the engine's own failures; the detail is added to its sentence. */
export function handlerError(
  code: HandlerErrorCode,
  detail?: string,
  options?: HandlerErrorOptions,
): HandlerError {
  const message = HANDLER_ERRORS[code];
  return new HandlerError(code, detail ? `${message} (${detail})` : message, options);
}
