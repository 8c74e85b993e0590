/** What an error code means to a caller of the API. */
export interface ErrorDefinition {
  /** HTTP status it is answered with. */
  readonly status: number;
  /** A sentence that says what happened and what to do; pages translate by code. */
  readonly message: string;
  /** After how long it is worth trying again; the answer says so in `Retry-After` (RFC 9110, 10.2.3). */
  readonly retryAfterSeconds?: number | undefined;
}

/** A refusal that the caller may see: it becomes `{"error":{"code","message","details"?}}`. */
export class AppError extends Error {
  readonly code: string;
  readonly status: number;
  readonly details: unknown;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: string,
    { status, message, retryAfterSeconds }: ErrorDefinition,
    reason: { details?: unknown; cause?: unknown } = {},
  ) {
    super(message, { cause: reason.cause });
    this.name = 'AppError';
    this.code = code;
    this.status = status;
    this.details = reason.details;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Makes one error of a code. It carries the definition, so tests and documents can read it as data. */
export interface ErrorFactory extends ErrorDefinition {
  /**
   * @param details goes to the caller as it is
   * @param cause stays with us, for the log
   */
  (details?: unknown, cause?: unknown): AppError;
  readonly code: string;
  /** Whether a caught value is this error. */
  matches(error: unknown): error is AppError;
}

/** The errors of one domain, by code. */
export type ErrorTable = Readonly<Record<string, ErrorFactory>>;

const CODE_PATTERN = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;

/**
 * Turns a table of definitions into typed makers of errors:
 * `throw orderErrors.price_changed({ totalFen })`.
 * Throws at once when a code is not lower_snake_case or a status is not 400-599.
 */
export function defineErrors<const Codes extends string>(
  definitions: Readonly<Record<Codes, ErrorDefinition>>,
): Readonly<Record<Codes, ErrorFactory>> {
  const makers = Object.entries<ErrorDefinition>(definitions).map(([code, definition]) => [
    code,
    defineError(code, definition),
  ]);
  return Object.fromEntries(makers) as Readonly<Record<Codes, ErrorFactory>>;
}

function defineError(code: string, definition: ErrorDefinition): ErrorFactory {
  const { status, message } = definition;
  if (!CODE_PATTERN.test(code)) throw new TypeError(`error code is not lower_snake_case: ${code}`);
  if (status < 400 || status > 599) throw new TypeError(`status of ${code} is not 400-599: ${status}`);
  const make = (details?: unknown, cause?: unknown) => new AppError(code, definition, { details, cause });
  const matches = (error: unknown): error is AppError => error instanceof AppError && error.code === code;
  return Object.assign(make, { code, status, message, matches });
}
