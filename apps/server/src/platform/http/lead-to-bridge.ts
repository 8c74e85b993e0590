import type { FastifyInstance } from 'fastify';

/**
 * In development, leads pages to the sandbox's stand-in for the bridge that WeChat's own browser brings. Where WeChat
 * is itself, there is no such file.
 */
export function leadToBridge(app: FastifyInstance, sandboxUrl: string | undefined): void {
  if (sandboxUrl === undefined) return;
  app.get(
    '/weixin-js-bridge.js',
    { schema: { hide: true }, config: { for: 'everybody' } },
    async (_request, reply) =>
      reply.header('cache-control', 'no-store').redirect(`${sandboxUrl}/sandbox/weixin-js-bridge.js`),
  );
}
