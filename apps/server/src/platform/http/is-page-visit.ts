import type { FastifyRequest } from 'fastify';

/**
 * Whether a browser goes to a page, rather than a script of one that calls us. Browsers say so themselves (W3C Fetch
 * Metadata); of older ones it is known by what they take.
 */
export function isPageVisit({ method, headers }: FastifyRequest): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false;
  const mode = headers['sec-fetch-mode'];
  if (mode !== undefined) return mode === 'navigate';
  return headers.accept?.includes('text/html') ?? false;
}
