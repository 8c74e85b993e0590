import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';

/** Describes the routes that are registered afterwards: OpenAPI 3.1 at `/api/docs/json`, a page at `/api/docs`. */
export async function registerApiDocs(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Carillon',
        version: '1',
        description:
          'The HTTP API of a Carillon server. Errors are `{"error":{"code","message","details"?}}`; ' +
          'the codes are listed per domain in `docs/errors`. What goes over the sockets is at [/asyncapi](/asyncapi).',
      },
    },
    transform: jsonSchemaTransform,
  });
  await app.register(async (scope) => {
    scope.addHook('onRoute', (route) => {
      route.config = { ...route.config, for: 'everybody' };
    });
    // Its page and scripts are served from here, not from a CDN.
    await scope.register(swaggerUi, {
      routePrefix: '/api/docs',
      uiConfig: { deepLinking: true },
    });
  });
}
