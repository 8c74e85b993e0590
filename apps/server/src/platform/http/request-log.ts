import type { FastifyInstance } from 'fastify';

/** Writes one line per answered request: changes and failures at `info`, the rest at `debug`. */
export function logRequests(app: FastifyInstance): void {
  app.addHook('onResponse', (request, reply, done) => {
    const notable = request.method !== 'GET' || reply.statusCode >= 400;
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
