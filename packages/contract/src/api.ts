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

/** A call as whatever carries it sends it. */
interface ApiRequest {
  readonly method: 'GET' | 'POST';
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text; left out where there is none. */
  readonly body?: string;
  readonly signal?: AbortSignal | undefined;
}

/** What came back; `body` is undefined where it is no JSON. */
interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Carries calls to the server. Rejects when no answer came within `CALL_LIMIT_MS`. */
export type SendRequest = (request: ApiRequest) => Promise<ApiAnswer>;

/**
 * Makes a typed caller of the server's HTTP API.
 * @returns `api('readMenu', { params: { shopId: 1 } })`; rejects with `ApiError`,
 *   also with `code: 'network'` when no answer came within `CALL_LIMIT_MS`.
 */
export function createApiOver(send: SendRequest): Api {
  return async (name, ...[options]) => {
    const { method, path } = routes[name];
    const isEmpty = options?.body === undefined;
    const { status, body } = await send({
      method,
      path: fillPath(path, options?.params) + writeQuery(options?.query),
      headers: {
        accept: 'application/json',
        ...options?.headers,
        ...(!isEmpty && { 'content-type': 'application/json' }),
      },
      ...(!isEmpty && { body: JSON.stringify(options.body) }),
      signal: options?.signal,
    }).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : 'no answer';
      throw new ApiError(0, { code: 'network', message });
    });
    if (status === 204) return undefined;
    if (status < 200 || status > 299 || body === undefined) throw toApiError(status, body);
    return body as never;
  };
}

/**
 * The same over `fetch`.
 * @param baseUrl where the server is, without a trailing slash; `''` in a page served by it.
 */
export function createApi(
  baseUrl = '',
  fetchFunction: typeof fetch = (...request) => fetch(...request),
): Api {
  return createApiOver(async ({ path, signal, ...init }) => {
    const response = await fetchFunction(baseUrl + path, { ...init, signal: limited(signal) });
    const body: unknown = await response.json().catch(() => undefined);
    return { status: response.status, body };
  });
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
  // `URLSearchParams` would do, but mini programs lack it.
  const pairs = Object.entries(query ?? {})
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
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
