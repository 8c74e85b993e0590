import type { IncomingHttpHeaders } from 'node:http';

/** Which pages may open a socket: those of the server itself, or of these origins; `*` stands for any run without a slash. */
export type AllowedOrigins = 'same-origin' | readonly string[];

/** Says whether a handshake's Origin (RFC 6454 §7) is welcome. */
export type OriginCheck = (headers: IncomingHttpHeaders) => boolean;

/**
 * Compiles the rule. Browsers always send an Origin with a WebSocket handshake, and no page can change
 * it; a handshake without one is not a page's, and is let through: programs are known by their
 * credentials.
 */
export function compileOrigins(allowed: AllowedOrigins): OriginCheck {
  if (allowed === 'same-origin') return isSameOrigin;
  const patterns = allowed.map(toPattern);
  return ({ origin }) =>
    origin === undefined || patterns.some((pattern) => pattern.test(origin.toLowerCase()));
}

/** By host and port alone: behind a proxy that ends TLS, the server does not know its own scheme. */
function isSameOrigin({ origin, host }: IncomingHttpHeaders): boolean {
  if (origin === undefined) return true;
  const match = /^https?:\/\/([^/]+)$/i.exec(origin);
  return match?.[1]?.toLowerCase() === host?.toLowerCase() && host !== undefined;
}

function toPattern(origin: string): RegExp {
  const parts = origin
    .toLowerCase()
    .split('*')
    .map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^/]*')}$`);
}
