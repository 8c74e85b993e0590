import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

const NOT_BUILT = `沙箱手机的页面还没有构建。运行：npm run build
The phone page is not built. Run:  npm run build

支付、登录和控制接口照常可用。Payments, logins and the control API work without it.
`;

/** Serves the built phone page at `/`, or says that it is not built. */
export function phonePage(scope: FastifyInstance, distFolder: string): void {
  if (existsSync(join(distFolder, 'index.html'))) {
    scope.register(fastifyStatic, { root: distFolder, cacheControl: true, maxAge: 0 });
    return;
  }
  scope.get('/', (_request, reply) => reply.code(503).type('text/plain; charset=utf-8').send(NOT_BUILT));
}
