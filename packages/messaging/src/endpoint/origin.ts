import type { IncomingHttpHeaders } from 'node:http';

/**
 * Which pages may connect: those of the server itself, by host and port alone, and of these origins besides; `*`
 * stands for what may be in a host and a port, and alone for every origin.
 */
export type AllowedOrigins = 'same-origin' | readonly string[];

/** Says whether a handshake's Origin (RFC 6454 §7) is welcome. */
export type OriginCheck = (headers: IncomingHttpHeaders) => boolean;

/**
 * Compiles the rule. Browsers always send an Origin with a WebSocket handshake, a POST and a request that
 * crosses origins, and no page can change it. For a script or a frame they send none; there a Referer tells the
 * page, and without that Sec-Fetch-Site (Fetch Metadata §2.4) that it is a foreign one. A request without any
 * of them is not a page's, and is let through: programs are known by their credentials.
 */
export function compileOrigins(allowed: AllowedOrigins): OriginCheck {
  const origins = allowed === 'same-origin' ? [] : allowed;
  if (origins.includes('*')) return () => true;
  const patterns = origins.map(toPattern);
  return (headers) => {
    const origin = headers.origin ?? originOfReferer(headers.referer);
    if (origin === undefined) return !FOREIGN_SITES.has(headers['sec-fetch-site']);
    return (
      isSameOrigin(origin, headers.host) || patterns.some((pattern) => pattern.test(origin.toLowerCase()))
    );
  };
}

const FOREIGN_SITES = new Set<string | string[] | undefined>(['cross-site', 'same-site']);

function originOfReferer(referer: string | undefined): string | undefined {
  return referer === undefined ? undefined : (/^https?:\/\/[^/?#]+/i.exec(referer)?.[0] ?? 'null');
}

/** By host and port alone: behind a proxy that ends TLS, the server does not know its own scheme. */
function isSameOrigin(origin: string, host: string | undefined): boolean {
  const match = /^https?:\/\/([^/]+)$/i.exec(origin);
  return host !== undefined && match?.[1]?.toLowerCase() === host.toLowerCase();
}

function toPattern(origin: string): RegExp {
  const parts = origin
    .toLowerCase()
    .split('*')
    .map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  return new RegExp(`^${parts.join('[a-z0-9:.-]*')}$`);
}
