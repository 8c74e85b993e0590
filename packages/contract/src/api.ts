import { routes } from './routes.ts';
import type { ApiTypes, QueryOf, RouteName } from './routes.ts';

/** A refusal by the server, or `code: 'network'` (status 0) when no answer came. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: unknown;

  constructor(status: number, error: { code: string; message: string; details?: unknown }) {
    super(error.message);
    this.name = 'ApiError';
    this.status = status;
    this.code = error.code;
    this.details = error.details;
  }
}

/** A property that must be given when it has a type, and must not when its type is undefined. */
type Given<Key extends string, Value> = Value extends undefined
  ? Partial<Record<Key, undefined>>
  : Record<Key, Value>;

export type ApiCallOptions<Name extends RouteName> = Given<'params', ApiTypes[Name]['params']> &
  Given<'body', ApiTypes[Name]['body']> & {
    query?: QueryOf<Name>;
    headers?: Record<string, string>;
    signal?: AbortSignal;
  };

type OptionalIfEmpty<Options> = Partial<Options> extends Options ? [options?: Options] : [options: Options];

export type Api = <Name extends RouteName>(
  name: Name,
  ...options: OptionalIfEmpty<ApiCallOptions<Name>>
) => Promise<ApiTypes[Name]['reply']>;

/** How long a call may take until it counts as unanswered. */
export const CALL_LIMIT_MS = 15_000;

/**
 * Makes a typed caller of the server's HTTP API.
 * @param baseUrl where the server is, without a trailing slash; `''` in a page served by it.
 * @returns `api('readMenu', { params: { shopId: 1 } })`; rejects with `ApiError`,
 *   also with `code: 'network'` when no answer came within `CALL_LIMIT_MS`.
 */
export function createApi(
  baseUrl = '',
  fetchFunction: typeof fetch = (...request) => fetch(...request),
): Api {
  return async (name, ...[options]) => {
    const { method, path } = routes[name];
    const headers: Record<string, string> = { accept: 'application/json', ...options?.headers };
    const init: RequestInit = { method, headers, signal: limited(options?.signal) };
    if (options?.body !== undefined) {
      headers['content-type'] = 'application/json';
      init.body = JSON.stringify(options.body);
    }
    const url = baseUrl + fillPath(path, options?.params) + writeQuery(options?.query);
    const response = await fetchFunction(url, init).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : 'no answer';
      throw new ApiError(0, { code: 'network', message });
    });
    if (response.status === 204) return undefined;
    const reply: unknown = await response.json().catch(() => undefined);
    if (!response.ok || reply === undefined) throw toApiError(response.status, reply);
    return reply as never;
  };
}

/** Joins the caller's signal with our limit. `AbortSignal.any` would do, but the phones of 2022 lack it. */
function limited(signal: AbortSignal | undefined): AbortSignal {
  const limit = AbortSignal.timeout(CALL_LIMIT_MS);
  if (!signal) return limit;
  const either = new AbortController();
  for (const one of [signal, limit]) {
    if (one.aborted) either.abort(one.reason);
    else one.addEventListener('abort', () => either.abort(one.reason), { once: true });
  }
  return either.signal;
}

function fillPath(path: string, params: object | undefined): string {
  const values = new Map<string, unknown>(Object.entries(params ?? {}));
  return path.replace(/:(\w+)/g, (_, key: string) => encodeURIComponent(String(values.get(key))));
}

function writeQuery(query: object | undefined): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined) given.set(name, String(value));
  }
  const text = given.toString();
  return text === '' ? '' : `?${text}`;
}

function toApiError(status: number, reply: unknown): ApiError {
  const error = (reply as { error?: { code?: unknown; message?: unknown; details?: unknown } } | undefined)
    ?.error;
  if (typeof error?.code === 'string' && typeof error.message === 'string') {
    return new ApiError(status, { code: error.code, message: error.message, details: error.details });
  }
  return new ApiError(status, {
    code: 'unreadable_answer',
    message: `HTTP ${status} without a readable body`,
  });
}
