import type { IncomingHttpHeaders, ServerResponse } from 'node:http';

const YEAR_S = 31_536_000;

/** What OPTIONS and the iframe page may be kept for: a year (sockjs-protocol, verify_options). */
export function allowCaching(response: ServerResponse): void {
  response.setHeader('Cache-Control', `public, max-age=${YEAR_S}`);
  response.setHeader('Expires', new Date(Date.now() + YEAR_S * 1000).toUTCString());
}

/** For everything private, also POST, which some browsers cache (sockjs-protocol, verify_not_cached). */
export function forbidCaching(response: ServerResponse): void {
  response.setHeader('Cache-Control', 'no-store, no-cache, must-revalidate, max-age=0');
}

/**
 * Lets the page that asks read the answer (sockjs-protocol, verify_cors). Only for origins that were
 * checked. A file's page says `null`, and is told `*`, with which browsers send no cookies.
 */
export function allowOrigin(response: ServerResponse, { origin, ...headers }: IncomingHttpHeaders): void {
  const isNamed = origin !== undefined && origin !== 'null';
  response.setHeader('Access-Control-Allow-Origin', isNamed ? origin : '*');
  response.setHeader('Access-Control-Allow-Credentials', 'true');
  response.setHeader('Vary', 'Origin');
  const asked = headers['access-control-request-headers'];
  if (asked) response.setHeader('Access-Control-Allow-Headers', asked);
}

/** Answers a preflight for these methods. */
export function answerOptions(response: ServerResponse, methods: readonly string[]): void {
  allowCaching(response);
  response.setHeader('Access-Control-Allow-Methods', methods.join(', '));
  response.setHeader('Access-Control-Max-Age', YEAR_S);
  response.writeHead(204).end();
}

/** RFC 6265 §4.1.1; anything else is not repeated. */
const COOKIE = /(?:^|;)\s*JSESSIONID=([\w!#$%&'()*+\-./:<=>?@[\]^`{|}~]{1,256})\s*(?:;|$)/;

/** Sets the cookie by which load balancers know sticky sessions (sockjs-protocol, JsessionidCookie). */
export function setStickyCookie(response: ServerResponse, { cookie = '' }: IncomingHttpHeaders): void {
  response.setHeader('Set-Cookie', `JSESSIONID=${COOKIE.exec(cookie)?.[1] ?? 'dummy'}; path=/`);
}

/** Answers with a whole body, whose length is told for the sake of HTTP/1.0 (sockjs-protocol, Http10). */
export function answerText(
  response: ServerResponse,
  { status = 200, type = 'text/plain', body }: { status?: number; type?: string; body: string },
): void {
  response.setHeader('Content-Type', `${type}; charset=UTF-8`);
  response.setHeader('Content-Length', Buffer.byteLength(body));
  response.writeHead(status).end(body);
}
