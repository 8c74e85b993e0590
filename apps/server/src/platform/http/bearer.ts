import type { IncomingHttpHeaders } from 'node:http';

/** The token of `Authorization: Bearer …` (RFC 6750, 2.1); undefined when there is none. */
export function bearerOf({ authorization }: Pick<IncomingHttpHeaders, 'authorization'>): string | undefined {
  return /^Bearer +([\w.~+/-]+=*)$/i.exec(authorization ?? '')?.[1];
}
