import type { FastifyInstance, FastifyRequest } from 'fastify';
import { platformErrors } from '../platform-errors.ts';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses requests that change something when a browser sends them from a page that is not ours
 * (`cross_origin_refused`). Servers and tools, which send neither `Sec-Fetch-Site` nor `Origin`, pass: they
 * carry no one's cookies.
 */
export function refuseCrossOrigin(app: FastifyInstance, publicUrl: string | undefined): void {
  app.addHook('onRequest', (request, _reply, done) => {
    if (SAFE_METHODS.has(request.method) || isOurs(request, publicUrl)) done();
    else done(platformErrors.cross_origin_refused());
  });
}

function isOurs(request: FastifyRequest, publicUrl: string | undefined): boolean {
  // W3C Fetch Metadata; the browser itself says where the request came from. `none`: the user typed it.
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const { origin } = request.headers;
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  if (origin === publicUrl) return true;
  const { host, protocol } = new URL(origin);
  return host === request.host && [undefined, protocol].includes(schemeAt(request, publicUrl));
}

/**
 * The scheme, `https:` or `http:`, by which our own pages came to this browser: as our public address says, or a proxy
 * that is trusted. Undefined when neither does: TLS may end in front of us without a word.
 */
function schemeAt(request: FastifyRequest, publicUrl: string | undefined): string | undefined {
  const known = publicUrl === undefined ? undefined : new URL(publicUrl);
  if (known?.host === request.host) return known.protocol;
  // Fastify makes the list of proxies only where it was told to trust some.
  const isTold = request.ips !== undefined && 'x-forwarded-proto' in request.headers;
  return isTold ? `${request.protocol}:` : undefined;
}
