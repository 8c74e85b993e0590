import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

export interface CallbackRequest {
  /** The body byte for byte, as it was signed. */
  readonly rawBody: Buffer;
  readonly request: FastifyRequest;
}

/**
 * Registers a POST that another server calls and signs, such as WeChat's notifications: the handler gets the
 * body's bytes unparsed, whatever its content type, and answers in the caller's own format. It is not counted
 * by the limit of requests: all of WeChat's come from a few addresses. Its requests are logged at `debug`:
 * strangers could fill the log, so the handler says what is worth a line.
 */
export function registerCallback(
  app: FastifyInstance,
  path: string,
  handler: (callback: CallbackRequest, reply: FastifyReply) => Promise<unknown>,
): void {
  // A scope of its own: only here are bodies left unparsed.
  app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, parsed) => parsed(null, body));
    scope.post<{ Body: Buffer | undefined }>(
      path,
      { schema: { hide: true }, config: { for: 'signed', rateLimit: false, logsItself: true } },
      async (request, reply) => handler({ rawBody: request.body ?? Buffer.alloc(0), request }, reply),
    );
    done();
  });
}
