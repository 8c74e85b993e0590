import path from 'node:path';
import type { FastifyInstance } from 'fastify';

const folder = path.join(import.meta.dirname, 'pictures');
/** Pictures may be redrawn under the same name. */
const ONE_HOUR = 'public, max-age=3600';

/** Serves the demo's pictures at `/pictures/<slug>.svg`. */
export function servePictures(app: FastifyInstance): void {
  const open = { schema: { hide: true }, config: { for: 'everybody' } } as const;
  app.get<{ Params: { file: string } }>('/pictures/:file', open, (request, reply) => {
    const { file } = request.params;
    if (!/^[a-z0-9-]+\.svg$/.test(file)) {
      reply.callNotFound();
      return reply;
    }
    return reply.header('cache-control', ONE_HOUR).sendFile(file, folder);
  });
}
