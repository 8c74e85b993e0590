import { countIn } from '../core/counters.ts';
import type { EngineParts } from '../core/engine-parts.ts';
import { MessagingError } from '../core/errors.ts';
import type { MessagingErrorCode } from '../core/errors.ts';

/** HTTP statuses of the errors that can refuse a request; any other is the server's own fault. */
const STATUSES: Partial<Record<MessagingErrorCode, number>> = {
  unauthorized: 401,
  session_expired: 401,
  disconnected: 401,
  forbidden: 403,
  invalid_user_name: 403,
  origin_forbidden: 403,
  unknown_endpoint: 404,
  unknown_session: 404,
  invalid_handshake: 400,
  unsupported_websocket_version: 426,
  unsupported_subprotocol: 400,
  request_timeout: 408,
  request_too_large: 413,
  too_many_requests: 429,
  too_many_sessions: 429,
  unavailable: 503,
  answer_timeout: 503,
};

/** An HTTP answer that refuses a request: the code of the error in a JSON body. */
export interface Refusal {
  readonly status: number;
  readonly body: string;
}

export function toHttpRefusal({ code, message }: MessagingError): Refusal {
  return { status: STATUSES[code] ?? 500, body: JSON.stringify({ error: { code, message } }) };
}

/** Counts a refused request, and makes of whatever was thrown what its client may be told. */
export function countRefusal(error: unknown, { counters, logger }: EngineParts): MessagingError {
  const refusal = error instanceof MessagingError ? error : new MessagingError('internal_error');
  if (refusal !== error) logger.error({ err: error }, 'a handshake failed');
  countIn(counters.refusals, refusal.code);
  return refusal;
}
