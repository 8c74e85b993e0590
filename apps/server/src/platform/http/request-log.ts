import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The handler says what is worth a line; answered requests are not. */
    logsItself?: boolean;
  }
}

/** Writes one line per answered request: changes and failures at `info`, the rest at `debug`. */
export function logRequests(app: FastifyInstance): void {
  app.addHook('onResponse', (request, reply, done) => {
    const { logsItself = false } = request.routeOptions.config;
    const notable = !logsItself && (request.method !== 'GET' || reply.statusCode >= 400);
    request.log[notable ? 'info' : 'debug'](
      {
        method: request.method,
        // Codes and states of logins travel in queries.
        path: request.url.split('?', 1)[0],
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      },
      'request',
    );
    done();
  });
}
