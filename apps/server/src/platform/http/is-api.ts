import type { FastifyRequest } from 'fastify';

/**
 * Whether a request is for the API: by the route that answers it, since one route has many spellings
 * (`/%61pi/…`, `http://host/api/…`), and by its address where the API has no such route.
 */
export function isApi(request: FastifyRequest): boolean {
  return (request.routeOptions.url ?? '').startsWith('/api/') || request.url.startsWith('/api/');
}
