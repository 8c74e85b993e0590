import { createHash, randomInt } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AllowedOrigins } from '../origin.ts';
import { allowCaching, answerText, forbidCaching } from './response-headers.ts';

/** sockjs-protocol, BaseUrlGreeting. */
export function serveGreeting(response: ServerResponse): void {
  answerText(response, { body: 'Welcome to SockJS!\n' });
}

/** sockjs-protocol, InfoTest: what the server can, and randomness for browsers that have none. */
export function serveInfo(
  response: ServerResponse,
  { websocket, cookieNeeded }: { readonly websocket: boolean; readonly cookieNeeded: boolean },
): void {
  forbidCaching(response);
  const entropy = randomInt(2 ** 32);
  const body = JSON.stringify({ websocket, origins: ['*:*'], cookie_needed: cookieNeeded, entropy });
  answerText(response, { type: 'application/json', body });
}

export interface IframePage {
  readonly body: string;
  readonly etag: string;
  /** Who may put the page into a frame of theirs; undefined is everybody. */
  readonly framedBy: string | undefined;
}

/**
 * Makes the page by which old browsers cross domains (sockjs-protocol, IframePage). Within it, requests
 * are of this server's own origin: that no other page uses it than those that are allowed is therefore up
 * to the browser, by `frame-ancestors` (CSP Level 3 §6.4.2).
 */
export function makeIframePage(clientUrl: string, allowed: AllowedOrigins): IframePage {
  const body = `<!DOCTYPE html>
<html>
<head>
  <meta http-equiv="X-UA-Compatible" content="IE=edge" />
  <meta http-equiv="Content-Type" content="text/html; charset=UTF-8" />
  <script>
    document.domain = document.domain;
    _sockjs_onload = function(){SockJS.bootstrap_iframe();};
  </script>
  <script src="${clientUrl.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"></script>
</head>
<body>
  <h2>Don't panic!</h2>
  <p>This is a SockJS hidden iframe. It's used for cross domain magic.</p>
</body>
</html>`;
  const etag = `"${createHash('sha256').update(body).digest('base64url')}"`;
  return { body, etag, framedBy: frameAncestors(allowed) };
}

export function serveIframe(request: IncomingMessage, response: ServerResponse, page: IframePage): void {
  allowCaching(response);
  response.setHeader('ETag', page.etag);
  if (page.framedBy) response.setHeader('Content-Security-Policy', `frame-ancestors ${page.framedBy}`);
  if (request.headers['if-none-match'] === page.etag) {
    response.writeHead(304).end();
    return;
  }
  answerText(response, { type: 'text/html', body: page.body });
}

/** What CSP can say as well: a scheme, a host whose first label may be `*`, a port that may be. */
const CSP_SOURCE = /^https?:\/\/(?:\*\.)?[a-z0-9.\-[\]:]+?(?::(?:\d+|\*))?$/i;

function frameAncestors(allowed: AllowedOrigins): string | undefined {
  if (allowed === 'same-origin') return "'self'";
  if (allowed.includes('*')) return undefined;
  const sources = allowed.filter((origin) => CSP_SOURCE.test(origin));
  return sources.length > 0 ? sources.join(' ') : "'none'";
}
