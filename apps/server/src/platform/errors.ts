/** What an error code means to a caller of the API. */
export interface ErrorDefinition {
  /** HTTP status it is answered with. */
  readonly status: number;
  /** A sentence that says what happened and what to do; pages translate by code. */
  readonly message: string;
}

/** A refusal that the caller may see: it becomes `{"error":{"code","message","details"?}}`. */
export class AppError extends Error {
  readonly code: string;
  readonly status: number;
  readonly details: unknown;

  constructor(code: string, { status, message }: ErrorDefinition, details?: unknown) {
    super(message);
    this.name = 'AppError';
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

/** Makes one error of a code. It carries the definition, so tests and documents can read it as data. */
export interface ErrorFactory extends ErrorDefinition {
  (details?: unknown): AppError;
  readonly code: string;
  /** Whether a caught value is this error. */
  matches(error: unknown): error is AppError;
}

/** The errors of one domain, by code. */
export type ErrorTable = Readonly<Record<string, ErrorFactory>>;

const CODE_PATTERN = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;

/**
 * Turns a table of definitions into typed makers of errors:
 * `throw orderErrors.price_changed({ totalFen })`. `details` goes to the caller as it is.
 * Throws at once when a code is not lower_snake_case or a status is not 400-599.
 */
export function defineErrors<const Codes extends string>(
  definitions: Readonly<Record<Codes, ErrorDefinition>>,
): { readonly [Code in Codes]: ErrorFactory } {
  const makers = Object.entries<ErrorDefinition>(definitions).map(([code, definition]) => [
    code,
    defineError(code, definition),
  ]);
  return Object.fromEntries(makers) as { readonly [Code in Codes]: ErrorFactory };
}

function defineError(code: string, { status, message }: ErrorDefinition): ErrorFactory {
  if (!CODE_PATTERN.test(code)) throw new TypeError(`error code is not lower_snake_case: ${code}`);
  if (status < 400 || status > 599) throw new TypeError(`status of ${code} is not 400-599: ${status}`);
  const definition = { status, message };
  const make = (details?: unknown): AppError => new AppError(code, definition, details);
  const matches = (error: unknown): error is AppError => error instanceof AppError && error.code === code;
  return Object.assign(make, { code, status, message, matches });
}
