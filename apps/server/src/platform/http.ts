import cookie from '@fastify/cookie';
import Fastify, { LogController } from 'fastify';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { registerApiDocs } from './http/api-docs.ts';
import { trustProxies } from './http/client-address.ts';
import { refuseCrossOrigin } from './http/cross-origin.ts';
import { answerError, answerNotFound } from './http/error-handler.ts';
import { guardRoutes } from './http/guard.ts';
import type { Guard } from './http/guard.ts';
import { isApi } from './http/is-api.ts';
import { limitRequests } from './http/rate-limit.ts';
import { logRequests } from './http/request-log.ts';
import { secureHeaders } from './http/secure-headers.ts';
import type { Ids } from './ids.ts';
import type { Logger } from './logging.ts';

export interface HttpOptions {
  readonly logger: Logger;
  readonly ids: Ids;
  /** Address under which browsers reach us, when it is not the one that requests name. */
  readonly publicUrl: string | undefined;
  /** How many proxies of ours requests come through. */
  readonly trustedProxies: number;
  /** Requests to the API per minute and address. */
  readonly maxRequestsPerMinute: number;
  /** In development: the sandbox that plays WeChat. */
  readonly sandboxUrl?: string | undefined;
  /** Asked about every request to a route. */
  readonly guard: Guard;
}

const BODY_LIMIT_BYTES = 64 * 1024;
const REQUEST_TIME_LIMIT_MS = 30_000;
const HEADERS_TIME_LIMIT_MS = 10_000;
/** How often Node looks for requests that are late; a late one is ended within this time of its limit. */
const LATE_REQUESTS_CHECK_MS = 5_000;
/** Sockets included: all 50 000 that the messaging engine takes, and requests besides. Further ones are hung up on. */
const MAX_CONNECTIONS = 60_000;
const REQUEST_ID_LENGTH = 16;

/**
 * Makes the HTTP server, without routes and not listening. Requests are validated by zod schemas; every error
 * leaves as `{"error":{"code","message","details"?}}`; changes are taken from our own pages only; API answers
 * are not stored by caches; every route says whom it is for, and is guarded; the documents of the routes registered afterwards are at `/api/docs`.
 */
export async function createHttp(options: HttpOptions): Promise<FastifyInstance> {
  const logger: FastifyBaseLogger = options.logger;
  const app = Fastify({
    loggerInstance: logger,
    trustProxy: trustProxies(options.trustedProxies),
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIME_LIMIT_MS,
    http: {
      headersTimeout: HEADERS_TIME_LIMIT_MS,
      connectionsCheckingInterval: LATE_REQUESTS_CHECK_MS,
    },
    genReqId: () => options.ids.token().slice(0, REQUEST_ID_LENGTH),
    // One line per request, written by logRequests.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    forceCloseConnections: 'idle',
    frameworkErrors: (error, request, reply) => answerError(error, request, reply),
  });
  app.server.maxConnections = MAX_CONNECTIONS;
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(answerError);
  app.setNotFoundHandler(answerNotFound);
  // JSON is the only body we read: a form on a foreign page cannot send it without asking first.
  app.removeContentTypeParser('text/plain');

  logRequests(app);
  refuseCrossOrigin(app, options.publicUrl);
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    if (isApi(request)) reply.header('cache-control', 'no-store');
    done();
  });
  await secureHeaders(app, {
    https: options.publicUrl?.startsWith('https:') ?? false,
    sandboxUrl: options.sandboxUrl,
  });
  await app.register(cookie);
  await limitRequests(app, options.maxRequestsPerMinute);
  guardRoutes(app, options.guard);
  await registerApiDocs(app);
  return app;
}
